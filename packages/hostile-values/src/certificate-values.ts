import type { HostileContents } from "./hostile-values.ts";
import { base64, bytesOf, der, joinedAll, times } from "./stored.ts";

const begin = "-----BEGIN CERTIFICATE-----\n";
const end = "-----END CERTIFICATE-----\n";

const oid = (...bytes: readonly number[]): Uint8Array => der(0x06, Uint8Array.from(bytes));
const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(0x30, ...parts);
const bits = (bytes: Uint8Array): Uint8Array => der(0x03, Uint8Array.of(0), bytes);
const rsaSha256 = sequence(oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 0x0b), der(0x05));
const commonName = oid(0x55, 4, 3);

interface Parts {
  readonly serial?: Uint8Array;
  readonly names?: readonly Uint8Array[];
  readonly key?: Uint8Array;
  readonly extensions?: readonly Uint8Array[];
}

/** A certificate that holds together as far as DER goes; nobody signed it. */
function certificate({ serial, names, key, extensions }: Parts): Uint8Array {
  const name = sequence(...(names ?? [nameOf("hostile")]));
  const times = sequence(der(0x17, bytesOf("250101000000Z")), der(0x17, bytesOf("350101000000Z")));
  const signed = sequence(
    der(0xa0, der(0x02, Uint8Array.of(2))),
    der(0x02, serial ?? Uint8Array.of(1)),
    rsaSha256,
    name,
    times,
    name,
    key ?? rsaKey(Uint8Array.of(0x7f)),
    ...(extensions === undefined ? [] : [der(0xa3, sequence(...extensions))]),
  );
  return sequence(signed, rsaSha256, bits(new Uint8Array(256)));
}

function nameOf(text: string): Uint8Array {
  return der(0x31, sequence(commonName, der(0x0c, bytesOf(text))));
}

function rsaKey(modulus: Uint8Array): Uint8Array {
  const algorithm = sequence(oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1), der(0x05));
  return sequence(algorithm, bits(sequence(der(0x02, modulus), der(0x02, Uint8Array.of(1, 0, 1)))));
}

function pem(content: Uint8Array): string {
  return begin + base64(content).replaceAll(/.{64}/g, "$&\n") + (content.length % 48 === 0 ? "" : "\n") + end;
}

const large = (size: number): Uint8Array => new Uint8Array(size).fill(0x7f);

/** `levels` sequences, one in the other. */
function nested(levels: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let level = 0; level < levels; level++) {
    const head = Uint8Array.of(0x30, 0x83, (size >> 16) & 0xff, (size >> 8) & 0xff, size & 0xff);
    parts.push(head);
    size += head.length;
  }
  return joinedAll(parts.toReversed());
}

/** PEM texts and certificates that cost much to recognise or to print. */
export const certificateValues: HostileContents = {
  "pem without end": () => bytesOf(begin.repeat(50_000)),
  "pem without end, each of another kind": () =>
    bytesOf(times(40_000, (at) => `-----BEGIN K${at} CERTIFICATE-----\n`).join("")),
  "pem begin without dashes": () => bytesOf("-----BEGIN ".repeat(120_000)),
  "pem ends without begin": () => bytesOf(begin + end.repeat(50_000)),
  "pem of one end": () => bytesOf(begin.repeat(50_000) + end),
  "pem of headers": () => bytesOf(`${begin}${"A: b\n c\n".repeat(150_000)}${end}`),
  "pem not ascii": () => bytesOf(`${"é".repeat(600_000)}${begin}`),
  "pem of many empty certificates": () => bytesOf((begin + end).repeat(25_000)),
  "certificates, one after another": () => bytesOf(pem(certificate({})).repeat(1500)),
  "private keys without end": () => bytesOf("-----BEGIN PRIVATE KEY-----\n".repeat(45_000)),
  dashes: () => bytesOf("-".repeat(1_400_000)),
  "certificate with a serial of 1 MB": () => certificate({ serial: large(1_000_000) }),
  "certificate with a key of 1 MB": () => certificate({ key: rsaKey(large(1_000_000)) }),
  "certificate with an object identifier of 1 MB": () =>
    certificate({ names: [der(0x31, sequence(oid(0x55, ...large(100_000), 1), der(0x0c, bytesOf("x"))))] }),
  "certificate with an object identifier of one number": () =>
    certificate({
      names: [
        der(0x31, sequence(der(0x06, new Uint8Array(600_000).fill(0xff), Uint8Array.of(1)), der(0x0c))),
      ],
    }),
  "certificate with 40,000 names": () => certificate({ names: times(40_000, (at) => nameOf(`n${at}`)) }),
  "certificate with 60,000 alternative names": () =>
    certificate({
      extensions: [
        sequence(
          oid(0x55, 0x1d, 0x11),
          der(0x04, sequence(...times(60_000, (at) => der(0x82, bytesOf(`${at}.example`))))),
        ),
      ],
    }),
  "certificate with 60,000 extensions": () =>
    certificate({ extensions: times(60_000, () => sequence(oid(0x55, 0x1d, 0x7f), der(0x04, der(0x05)))) }),
  "der nested 250,000 deep": () => nested(250_000),
  "der indefinite lengths": () =>
    Uint8Array.from({ length: 1_400_000 }, (_, at) => (at % 2 === 0 ? 0x30 : 0x80)),
};
