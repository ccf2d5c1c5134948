import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDecoder } from "../decode/decoder.ts";
import { decodeBase64 } from "./base64.ts";
import { openWithin } from "./open.ts";
import { testOpeners } from "./openers.testing.ts";
import { Recogniser } from "./recognise.ts";
import { valuesWithin } from "./within.ts";

const decoder = createDecoder({ messages: {}, kinds: [], releases: [] } as never);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const base64 = (bytes: string | Uint8Array): string => Buffer.from(bytes).toString("base64");
const pem = (name: string): string =>
  readFileSync(new URL(`../../../../fixtures/certificates/${name}.pem`, import.meta.url), "utf8");
const token = ["eyJhbGciOiJSUzI1NiJ9", base64('{"sub":"me","exp":1700000000,"aud":["a","b"]}'), "c2ln"]
  .join(".")
  .replaceAll("=", "");

const recognised = (bytes: Uint8Array) => new Recogniser(testOpeners, bytes.length).recognise(bytes);
const found = (bytes: string | Uint8Array) =>
  recognised(typeof bytes === "string" ? utf8(bytes) : bytes).map(({ what, steps, detail }) =>
    [what, ...steps, ...(detail === undefined ? [] : [detail])].join(" "),
  );
const json = (value: unknown) => decoder.decode(utf8("k"), utf8(JSON.stringify(value)));

describe("what a value is", () => {
  it.each([
    ["JSON", '{"a": [1, 2]}', ["json json"]],
    ["a JSON list", '[{"a": 1}]', ["json json"]],
    ["block YAML", "a: 1\nb:\n  - x\n", ["yaml yaml"]],
    ["a YAML list", "- a: 1\n- b\n", ["yaml yaml"]],
    ["YAML behind a comment", "# first\n---\nname: x\nports: [1]\n", ["yaml yaml"]],
    ["a kubeconfig", "apiVersion: v1\nkind: Config\nclusters: []\n", ["kubeconfig kubeconfig"]],
    ["docker's configuration", '{"auths":{"registry.example":{}}}', ["docker-config docker-config"]],
    ["a token", token, ["jwt jwt"]],
    ["a certificate", pem("leaf"), ["certificate certificate"]],
    ["a chain", pem("leaf") + pem("ca"), ["certificate certificate", "certificate certificate[1]"]],
    ["a request", pem("request"), ["certificate-request certificate-request"]],
    ["base64 of JSON", base64('{"name":"value"}'), ["json base64"]],
    ["base64 of a certificate", base64(pem("leaf")), ["certificate base64 certificate"]],
    ["base64 of gzip of JSON", base64(gzipSync('{"name":"value"}')), ["json base64 gzip"]],
    ["base64 of base64 of gzip", base64(base64(gzipSync('{"name":"value"}'))), ["json base64 base64 gzip"]],
  ])("is told of %s", (_, value, told) => expect(found(value)).toEqual(told));

  it.each([
    ["a sentence", "Error: this is a text\nthat goes on without a colon"],
    ["one line with a colon", "key: value"],
    ["a script", "#!/bin/sh\nset -e\necho: hello\nfi\n"],
    ["a name", "kube-controller-manager-master-0"],
    ["hex", "0123456789abcdef0123456789abcdef"],
    ["base64 of text", base64("just some words, nothing else")],
    ["an empty object", "{}"],
    ["nginx's configuration", "server {\n  listen 80;\n}\n"],
    ["a properties file", "a=1\nb=2\n"],
    ["JSON that is cut off", '{"a": [1, 2'],
  ])("is not made up of %s", (_, value) => expect(found(value)).toEqual([]));

  it("is told of private keys by kind and length, and no layer is offered", () => {
    const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
    const ec = generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey;
    const texts = [
      rsa.export({ type: "pkcs8", format: "pem" }),
      rsa.export({ type: "pkcs1", format: "pem" }),
      ec.export({ type: "sec1", format: "pem" }),
      ec.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }),
    ].map(String);
    expect(texts.flatMap(found)).toEqual([
      "private-key RSA 1024",
      "private-key RSA 1024",
      "private-key ECDSA P-384",
      "private-key encrypted",
    ]);
    expect(found(rsa.export({ type: "pkcs8", format: "der" }))).toEqual(["private-key RSA 1024"]);
    expect(found(base64(texts[0] ?? ""))).toEqual(["private-key RSA 1024"]);
  });

  it("ends at eight forms in forms", () => {
    let nested = '{"name":"value"}';
    for (let i = 0; i < 6; i++) nested = base64(nested);
    expect(found(nested)).toHaveLength(1);
    for (let i = 0; i < 4; i++) nested = base64(nested);
    expect(found(nested)).toEqual([]);
  });

  it("is told of any bytes without a throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const head of ["", "\x1f\x8b\x08", "0\x82", "x\x9c", "-----BEGIN CERTIFICATE-----", "eyJ"])
          expect(recognised(new Uint8Array([...utf8(head), ...bytes]))).toBeInstanceOf(Array);
      }),
    );
  });
});

describe("values within a document", () => {
  it("stand at their fields, under names that lead to them", () => {
    const decoded = json({
      data: { "a/b.json": '{"x": 1}', plain: "nothing" },
      chain: `# both\n${pem("leaf")}${pem("ca")}`,
    });
    const values = valuesWithin(decoded, testOpeners);
    expect(values.map(({ what, path, name }) => [what, path, name])).toEqual([
      ["json", 'data["a/b.json"]', 'data["a~1b.json"]:json'],
      ["certificate", "chain", "chain:certificate"],
      ["certificate", "chain", "chain:certificate[1]"],
    ]);
  });

  it("are opened step by step, by the parts of the name", () => {
    const decoded = json({ release: base64(gzipSync('{"name":"web"}')) });
    const [value] = valuesWithin(decoded, testOpeners);
    expect(value?.name).toBe("release:base64/gzip");
    const packed = openWithin(decoded, "release:base64", testOpeners, decoder);
    expect(packed?.decoded.encoding.id).toBe("binary");
    if (packed === null) return;
    const opened = openWithin(packed.decoded, "gzip", testOpeners, decoder);
    expect(opened?.decoded.encoding).toMatchObject({ id: "json", outcome: "ok" });
    expect(opened?.parent).toEqual({ start: 0, end: packed.decoded.bytes.length });
  });

  it("of text without escapes name the very bytes of a block", () => {
    const text = `# both\n${pem("leaf")}${pem("ca")}`;
    const decoded = decoder.decode(utf8("k"), utf8(text));
    const [, second] = valuesWithin(decoded, testOpeners);
    const { start, end } = second?.span ?? { start: 0, end: 0 };
    expect(text.slice(start, end)).toBe(pem("ca").trim());
    expect(openWithin(decoded, "certificate[1]", testOpeners, decoder)?.parent).toEqual({ start, end });
  });

  it("are called what their place says", () => {
    const applied = {
      metadata: { annotations: { "kubectl.kubernetes.io/last-applied-configuration": '{"kind":"Pod"}' } },
    };
    expect(valuesWithin(json(applied), testOpeners)[0]?.what).toBe("last-applied-configuration");
    const release = { kind: "Secret", data: { release: base64(gzipSync('{"name":"web"}')) } };
    expect(valuesWithin(json(release), testOpeners)[0]?.what).toBe("helm-release");
    const docker = json({ auths: { "registry.example": { auth: base64("user:secret") } } });
    expect(valuesWithin(docker, testOpeners)[0]).toMatchObject({ what: "credentials" });
  });

  it("are none of a name that is not theirs", () => {
    const decoded = json({ a: '{"x": 1}' });
    for (const name of ["", "a", "a:base64", "b:json", "gzip", "a:json/json"])
      expect(openWithin(decoded, name, testOpeners, decoder)).toBeNull();
  });

  it("of a token are its two halves, and its times are told", () => {
    const opened = openWithin(json({ token }), "token:jwt", testOpeners, decoder);
    expect(opened?.facts).toEqual([
      { code: "unverified", text: "" },
      { code: "algorithm", text: "RS256" },
      { code: "subject", text: "me" },
      { code: "audience", text: "a, b" },
      { code: "expires", text: "2023-11-14T22:13:20Z" },
    ]);
    if (opened === null) return;
    expect(valuesWithin(opened.decoded, testOpeners).map(({ path, name }) => [path, name])).toEqual([
      ["header", "header:base64"],
      ["payload", "payload:base64"],
    ]);
  });
});

describe("base64", () => {
  it("is read as the platform reads it, padded or not, in either alphabet", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        for (const form of ["base64", "base64url"] as const)
          expect(decodeBase64(utf8(Buffer.from(bytes).toString(form)))).toEqual(bytes);
      }),
    );
  });

  it("is refused where it is none", () => {
    for (const text of ["a", "ab=c", "ab===", "a b c d e!", "abcde"])
      expect(decodeBase64(utf8(text))).toBeNull();
  });
});
