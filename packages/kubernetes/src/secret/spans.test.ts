import { eachField, scalarText } from "@etcdscope/codec";
import { describe, expect, test } from "vitest";
import { createDecoder } from "../decode/decoder.ts";
import { printJson } from "../decode/print.ts";
import { readSampleValues, readSchema } from "../fixtures.testing.ts";
import { testOpeners } from "../within/openers.testing.ts";
import { coverSecret } from "./cover.ts";
import { secretRules } from "./rules.ts";
import { secretSpans } from "./spans.ts";

const decoder = createDecoder(readSchema());
const rules = secretRules(testOpeners);
const encode = (text: string) => new TextEncoder().encode(text);
const secretKey = encode("/registry/secrets/shop/db");
const secretText = "Pa55w0rd-Pa55w0rd-Pa55w0rd-Pa55w0rd-Pa55w0rd";

function field(number: number, payload: Uint8Array | string): Uint8Array {
  const bytes = typeof payload === "string" ? encode(payload) : payload;
  const length = bytes.length < 0x80 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7];
  return new Uint8Array([(number << 3) | 2, ...length, ...bytes]);
}

const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const entry = (key: string, value: string) => join(field(1, key), field(2, value));

function secretValue({ kind = "Secret", apiVersion = "v1", extra = new Uint8Array() } = {}): Uint8Array {
  const applied = entry("kubectl.kubernetes.io/last-applied-configuration", `{"data":"${secretText}"}`);
  const metadata = join(field(1, "db"), field(3, "shop"), field(12, applied));
  const object = join(field(1, metadata), field(2, entry("password", secretText)), field(3, "Opaque"), extra);
  return join(encode("k8s\0"), field(1, join(field(1, apiVersion), field(2, kind))), field(2, object));
}

function masked(key: Uint8Array, value: Uint8Array): Uint8Array {
  const copy = new Uint8Array(value);
  for (const span of secretSpans(key, decoder.decode(key, value), rules)) coverSecret(copy, span);
  return copy;
}

const pieces = Array.from({ length: secretText.length - 4 }, (_, at) => secretText.slice(at, at + 5));

/** Whether five bytes of the secret or more are still there. */
function leaks(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes).toString("latin1");
  return pieces.some((piece) => text.includes(piece));
}

describe("a Secret in protobuf", () => {
  test("has its values and its last applied configuration covered, and nothing else", () => {
    const value = secretValue();
    const decoded = decoder.decode(secretKey, value);
    const spans = secretSpans(secretKey, decoded, rules);
    expect(spans.map(({ path }) => path)).toEqual([
      'metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"]',
      "data.password",
    ]);
    const text = (at: number) =>
      Buffer.from(value.subarray(spans[at]?.span.start, spans[at]?.span.end)).toString();
    expect(text(0)).toBe(`{"data":"${secretText}"}`);
    expect(text(1)).toBe(secretText);
  });

  test("keeps its structure when it is masked, and shows what stands for the value", () => {
    const value = masked(secretKey, secretValue());
    const decoded = decoder.decode(secretKey, value);
    expect(decoded.encoding.outcome).toBe("ok");
    const [, data] = secretSpans(secretKey, decoded, rules);
    const redact = (node: { valueStart: number }) =>
      node.valueStart === data?.span.start ? "•••• 44 bytes" : undefined;
    const printed = JSON.parse(printJson(decoded, { redact })?.text ?? "");
    expect(printed.data).toEqual({ password: "•••• 44 bytes" });
    expect(printed.metadata.name).toBe("db");
  });

  test("has the payload of fields that the schema does not know covered", () => {
    const value = secretValue({
      extra: join(field(9, secretText), new Uint8Array([0x53]), field(1, secretText), new Uint8Array([0x54])),
    });
    const result = masked(secretKey, value);
    expect(leaks(result)).toBe(false);
    expect(decoder.decode(secretKey, result).encoding.reason).toContain("2 fields are not in");
  });

  test("is covered wherever it is kept, and by its key when its kind is not known", () => {
    expect(leaks(masked(encode("/odd/place"), secretValue()))).toBe(false);
    expect(leaks(masked(secretKey, secretValue({ apiVersion: "v9" })))).toBe(false);
    expect(leaks(masked(secretKey, secretValue({ kind: "Secreu" })))).toBe(false);
    expect(leaks(masked(encode("/registry/pods/secrets/db"), secretValue({ kind: "Secreu" })))).toBe(true);
  });

  test("leaks no piece of a value when it is cut anywhere", () => {
    const value = secretValue();
    for (let size = 0; size < value.length; size++) {
      expect([size, leaks(masked(secretKey, value.slice(0, size)))]).toEqual([size, false]);
    }
  });

  test("leaks no piece of a value when any one bit is flipped", () => {
    const value = secretValue();
    for (let bit = 0; bit < value.length * 8; bit++) {
      const flipped = new Uint8Array(value);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect([bit, leaks(masked(secretKey, flipped))]).toEqual([bit, false]);
    }
  });

  test("leaks no piece of a value when any one byte is another", () => {
    const value = secretValue();
    for (let at = 0; at < value.length; at++) {
      for (let byte = at % 5; byte < 256; byte += 5) {
        const changed = new Uint8Array(value);
        changed[at] = byte;
        expect([at, byte, leaks(masked(secretKey, changed))]).toEqual([at, byte, false]);
      }
    }
  });
});

describe("a Secret in JSON", () => {
  const json = JSON.stringify(
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: "db",
        annotations: {
          "kubectl.kubernetes.io/last-applied-configuration": `{"data":"${secretText}"}`,
          "helm.sh/hook-weight": "-5",
        },
      },
      data: { password: secretText, list: [secretText] },
      stringData: { plain: `"${secretText}"\n` },
    },
    null,
    1,
  );

  test("stays valid JSON when it is masked, with all else as it was", () => {
    const result = masked(encode("/odd/place"), encode(json));
    const object = JSON.parse(Buffer.from(result).toString());
    expect(object.metadata).toMatchObject({ name: "db", annotations: { "helm.sh/hook-weight": "-5" } });
    expect(object.data.password).toBe("*".repeat(secretText.length));
    expect(leaks(result)).toBe(false);
  });

  test("is covered inside another object, but a schema that merely describes a kind is not", () => {
    const template = encode(`{"kind": "Template", "objects": [${json}], "data": "open"}`);
    const result = Buffer.from(masked(encode("/registry/templates/a/b"), template)).toString();
    expect(result).not.toContain("Pa55");
    expect(JSON.parse(result).data).toBe("open");
    const schema = encode(`{"properties": {"kind": {"type": "Secret"}}, "data": "${secretText}"}`);
    expect(leaks(masked(encode("/x"), schema))).toBe(true);
  });

  test("leaks no piece of a value when it is cut anywhere", () => {
    const value = encode(json);
    for (let size = 0; size < value.length; size++) {
      expect([size, leaks(masked(secretKey, value.slice(0, size)))]).toEqual([size, false]);
    }
  });
});

describe("any value under a key of Secrets", () => {
  test.each([
    ["text", secretText],
    ["JSON of no kind", `{"password": "${secretText}"}`],
    ["JSON of another kind", `{"kind": "ConfigMap", "data": {"a": "${secretText}"}}`],
    ["binary", `\x00\x01${secretText}`],
  ])("is covered whole: %s", (_, text) => {
    expect(masked(secretKey, encode(text))).toEqual(new Uint8Array(encode(text).length).fill(0x2a));
  });

  test("is left alone when it is encrypted at rest", () => {
    const decoded = decoder.decode(secretKey, encode("k8s:enc:aescbc:v1:key1:0123456789abcdef0123"));
    expect(secretSpans(secretKey, decoded, rules)).toEqual([]);
  });

  test("has its ciphertext covered when it was decrypted to a Secret, and not otherwise", () => {
    const same = (_: Uint8Array, payload: Uint8Array) => payload.subarray(16);
    const key = { provider: "aescbc", name: "key1", secret: encode("k"), resources: [] } as const;
    const encryption = { keys: [key], ciphers: { aescbc: same, aesgcm: same, secretbox: same } };
    const opener = createDecoder(readSchema(), { encryption });
    const sealed = (plaintext: Uint8Array) =>
      join(encode("k8s:enc:aescbc:v1:key1:"), new Uint8Array(16), plaintext);
    const value = sealed(secretValue());
    const spans = secretSpans(secretKey, opener.decode(secretKey, value), rules);
    expect(spans).toEqual([{ span: { start: 39, end: value.length }, path: null }]);
    const other = encode("/registry/configmaps/shop/a");
    expect(secretSpans(other, opener.decode(other, sealed(encode('{"kind":"ConfigMap"}'))), rules)).toEqual(
      [],
    );
  });
});

test("the sample cluster's Secrets show only names once they are masked", async () => {
  const secrets = (await readSampleValues()).filter(({ key }) => key.startsWith("/registry/secrets/"));
  expect(secrets.length).toBeGreaterThan(20);
  for (const { keyBytes, value } of secrets) {
    const decoded = decoder.decode(keyBytes, masked(keyBytes, value));
    expect(decoded.encoding.outcome).toBe("ok");
    eachField(decoded.bytes, decoded.fields, (node, path) => {
      if (path?.startsWith("data") !== true || node.children !== null || node.name === "key") return;
      expect(Buffer.from(scalarText(decoded.bytes, node) ?? "", "base64").toString()).toMatch(/^\**$/);
    });
  }
});
