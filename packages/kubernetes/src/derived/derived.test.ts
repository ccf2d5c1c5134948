import { describe, expect, test } from "vitest";
import { createDecoder } from "../decode/decoder.ts";
import { printJson } from "../decode/print.ts";
import { readSampleValues, readSchema } from "../fixtures.testing.ts";
import { addressText, readNetwork } from "./address.ts";
import { allocationsOf } from "./allocations.ts";
import { notesOf } from "./note.ts";

const decoder = createDecoder(readSchema());
const encode = (text: string) => new TextEncoder().encode(text);
const field = (number: number, bytes: Uint8Array | string) => {
  const payload = typeof bytes === "string" ? encode(bytes) : bytes;
  const length =
    payload.length < 128 ? [payload.length] : [(payload.length & 127) | 128, payload.length >> 7];
  return Uint8Array.from([(number << 3) | 2, ...length, ...payload]);
};
const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

function rangeAllocation(range: string, data: readonly number[], apiVersion = "v1") {
  const typeMeta = join(field(1, apiVersion), field(2, "RangeAllocation"));
  const object = join(field(1, ""), field(2, range), field(3, Uint8Array.from(data)));
  return decoder.decode(
    encode("/registry/ranges/x"),
    join(encode("k8s\0"), field(1, typeMeta), field(2, object)),
  );
}

const valuesOf = (range: string, data: readonly number[]) =>
  allocationsOf(rangeAllocation(range, data))?.allocated.map(({ value }) => value);

describe("the ranges of the sample cluster", () => {
  /** The newest value of each key. */
  const newest = async () =>
    new Map((await readSampleValues()).map(({ key, value }) => [key, decoder.decode(encode(key), value)]));
  const documents = async () =>
    [...(await newest())]
      .filter(([key]) => key.startsWith("/registry/services/specs/"))
      .map(([, decoded]) => JSON.parse(printJson(decoded)?.text ?? "").spec);

  test("hold exactly the addresses of its Services", async () => {
    const addresses = (await documents())
      .flatMap(({ clusterIPs = [] }) => clusterIPs)
      .filter((address) => address !== "None");
    const found = (await newest()).get("/registry/ranges/serviceips");
    const allocations = found && allocationsOf(found);
    expect(allocations).toMatchObject({ of: "addresses", range: "10.96.0.0/12", total: 2 ** 20 - 2 });
    expect(allocations?.allocated.map(({ value }) => value).sort()).toEqual(addresses.sort());
    expect(allocations?.count).toBe(addresses.length);
  });

  test("hold exactly the ports of its Services", async () => {
    const ports = (await documents()).flatMap(({ ports: listed = [], healthCheckNodePort }) =>
      [...listed.map(({ nodePort }: { nodePort?: number }) => nodePort), healthCheckNodePort].filter(Boolean),
    );
    const found = (await newest()).get("/registry/ranges/servicenodeports");
    const allocations = found && allocationsOf(found);
    expect(allocations).toMatchObject({ of: "ports", range: "30000-32767", total: 2768 });
    expect(allocations?.allocated.map(({ value }) => Number(value))).toEqual(ports.sort((a, b) => a - b));
  });

  test("tell the byte and the bit of each", async () => {
    for (const decoded of (await newest()).values())
      for (const { span, bit } of allocationsOf(decoded)?.allocated ?? [])
        expect((decoded.bytes[span.start] ?? 0) & (1 << bit)).not.toBe(0);
  });

  test("are told of no other value", async () => {
    const others = [...(await newest())].filter(([key]) => !key.startsWith("/registry/ranges/"));
    expect(others.length).toBeGreaterThan(400);
    expect(others.filter(([, decoded]) => allocationsOf(decoded) !== null)).toEqual([]);
  });
});

describe("allocations", () => {
  test("of IPv6 begin with the address after the network's own", () => {
    expect(valuesOf("fd00:10:96::/112", [0b1000_0001, 0b0000_0011])).toEqual([
      "fd00:10:96::1",
      "fd00:10:96::2",
      "fd00:10:96::9",
      "fd00:10:96::10",
    ]);
    expect(allocationsOf(rangeAllocation("fd00::/64", [1]))?.total).toBe(65_535);
    expect(allocationsOf(rangeAllocation("fd00::/120", [1]))?.total).toBe(255);
  });

  test("of a small network leave out its own and its broadcast address", () => {
    expect(allocationsOf(rangeAllocation("10.0.0.0/30", [0b11]))).toMatchObject({ total: 2, count: 2 });
    expect(valuesOf("10.0.0.0/30", [0b11])).toEqual(["10.0.0.1", "10.0.0.2"]);
    expect(allocationsOf(rangeAllocation("10.0.0.0/32", []))).toMatchObject({ total: 0, count: 0 });
  });

  test("of OpenShift's user ids are the blocks that its namespaces are annotated with", () => {
    const range = "1000000000-1999999999/10000";
    const allocations = allocationsOf(rangeAllocation(range, [0b10, 0b101], "security.openshift.io/v1"));
    expect(allocations).toMatchObject({ of: "uids", range, total: 100_000, count: 3 });
    expect(allocations?.allocated.map(({ value }) => value)).toEqual([
      "1000000000/10000",
      "1000020000/10000",
      "1000090000/10000",
    ]);
  });

  test("have their offset, and the place of their bit", () => {
    const decoded = rangeAllocation("30000-32767", [0b100, 0, 0b1]);
    const allocated = allocationsOf(decoded)?.allocated;
    const end = decoded.bytes.length;
    expect(allocated).toEqual([
      { value: "30000", offset: 0, span: { start: end - 1, end }, bit: 0 },
      { value: "30018", offset: 18, span: { start: end - 3, end: end - 2 }, bit: 2 },
    ]);
  });

  test("are counted in full and listed up to a bound", () => {
    const allocations = allocationsOf(
      rangeAllocation(
        "10.0.0.0/8",
        Array.from({ length: 2000 }, () => 255),
      ),
    );
    expect(allocations?.count).toBe(16_000);
    expect(allocations?.allocated.length).toBe(10_000);
    expect(allocations?.allocated.at(-1)?.value).toBe("10.0.39.16");
  });

  test.each([
    "",
    "a",
    "10.0.0/8",
    "10.0.0.0/33",
    "1:2::3::4/64",
    "30000",
    "/",
    "::/129",
    "1.2.3.4.5/8",
    "::g/8",
    "1-2/0",
    "1-2/",
  ])("of the range %j are none", (range) => {
    expect(allocationsOf(rangeAllocation(range, [1]))).toBeNull();
  });
});

describe("an IPv6 address", () => {
  test.each([
    ["::", "::"],
    ["::1", "::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["FD00::0A", "fd00::a"],
    ["::ffff:1.2.3.4", "::ffff:102:304"],
    ["1::", "1::"],
  ])("%s is written %s", (text, expected) => {
    const network = readNetwork(`${text}/128`);
    expect(network && addressText(network.base, 128)).toBe(expected);
  });
});

test("the compaction key is explained, and other numbers are not", () => {
  const number = encode("902");
  const notes = (key: string) => notesOf(encode(key), decoder.decode(encode(key), number));
  expect(notes("compact_rev_key")).toMatchObject([{ code: "compact_revision" }]);
  expect(notes("/app/counter")).toEqual([]);
});
