import { generateKeyPairSync } from "node:crypto";
import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  base64,
  configMap,
  decoder,
  entry,
  envelope,
  field,
  join,
  leaks,
  masked,
  privateKey,
  secretJson,
  secretObject,
  secretText,
  secretYaml,
  utf8,
} from "./secret-values.testing.ts";

describe("a Secret inside another value", () => {
  const release = base64(
    base64(gzipSync(JSON.stringify({ name: "web", manifest: `---\n# Source\n${secretYaml}` }))),
  );
  const texts: [string, string][] = [
    ["JSON", secretJson],
    ["YAML", secretYaml],
    ["several documents", `kind: ConfigMap\n---\n${secretYaml}`],
    ["quoted YAML", secretYaml.replace("kind: Secret", '"kind": "Secret"')],
    ["YAML with escapes", secretYaml.replace("kind: Secret", '"k\\x69nd": "\\u0053ecret"')],
    ["YAML with a tag", secretYaml.replace("kind: Secret", "kind: !!str Secret")],
    ["YAML with an anchor", secretYaml.replace("kind: Secret", "kind: &x Secret")],
    ["YAML with an alias", `a: &x Secret\n${secretYaml.replace("kind: Secret", "kind: *x")}`],
    ["YAML with a block", secretYaml.replace("kind: Secret", "kind: >-\n  Secret")],
    ["YAML with a remark between", secretYaml.replace("kind: Secret", "kind: # what it is\n  Secret")],
    ["YAML with an explicit key", secretYaml.replace("kind: Secret", "? kind\n: Secret")],
    ["YAML in one line", `{kind: Secret, stringData: {a: ${secretText}}}`],
    ["JSON in JSON", JSON.stringify({ applied: JSON.stringify({ deeper: secretJson }) })],
    [
      "JSON with much white space",
      secretJson.replace('"kind":"Secret"', `"kind"${" ".repeat(5000)}:\n${" ".repeat(5000)}"Secret"`),
    ],
    ["JSON in a log line", `time=1 msg="applied" object=${JSON.stringify(secretJson)}`],
    ["base64", base64(secretJson)],
    ["base64 twice", base64(base64(secretYaml))],
    ["base64 in lines", base64(gzipSync(secretYaml.repeat(9) + Math.random())).replace(/(.{76})/g, "$1\n")],
    ["base64 in YAML", `a:\n  b: ${base64(secretJson)}\n  c: d\n`],
    ["gzip in base64", base64(gzipSync(secretYaml))],
    ["zlib in base64", base64(deflateSync(secretYaml))],
    ["a Helm release", release],
    ["a list of Secrets", `kind: SecretList\nitems:\n- data:\n    a: ${secretText}\n`],
    ["protobuf in base64", base64(envelope("Secret", secretObject()))],
    ["a private key", privateKey],
    ["a private key of another label", privateKey.replaceAll("PRIVATE KEY", "OPENSSH PRIVATE KEY")],
    ["a private key in JSON", JSON.stringify({ key: privateKey })],
    ["a private key in base64", base64(privateKey)],
    ["a private key in base64 behind a word", `word/${base64(privateKey)}`],
    ["a private key in base64 in base64", base64(base64(privateKey))],
    [
      "a kubeconfig's key",
      `apiVersion: v1\nkind: Config\nusers:\n- user:\n    client-key-data: ${base64(privateKey)}\n`,
    ],
    ["a kubeconfig's token", `apiVersion: v1\nkind: Config\nusers:\n- user:\n    token: ${secretText}\n`],
    [
      "a key of encryption at rest",
      `kind: EncryptionConfiguration\nresources:\n- providers:\n  - aescbc:\n      keys:\n      - name: a\n        secret: ${secretText}\n`,
    ],
    ["an OAuth client", `{"kind":"OAuthClient","secret":"${secretText}"}`],
    ["a JSON Web Key", `{"keys":[{"kty":"EC","crv":"P-256","d":"${secretText}"}]}`],
    ["Docker's configuration", `{"auths":{"https://x":{"auth":"${base64(`user:${secretText}`)}"}}}`],
    ["a key of WireGuard", `# ${secretText}\nPrivateKey = ${base64("x".repeat(32))}`],
    ["base64 that begins with zeros", base64(`\0\0\0\0\0\0\0\0${secretYaml}`)],
    ["age", `# ${secretText}\nAGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQ`],
    ["a hash of bcrypt", `user:$2y$10$${secretText.replaceAll("-", ".")}abcdefghijklmnopqrstuvwxyzabcde`],
  ];

  test.each(texts)("is covered with the field that it is in, in JSON: %s", (_, text) => {
    const result = masked("/registry/configmaps/a/b", configMap(text));
    const { data, metadata } = JSON.parse(Buffer.from(result).toString());
    expect(data.text).toMatch(/^\*+$/);
    expect([data.a, metadata.name]).toEqual(["open", "x"]);
    expect(leaks(result)).toBe(false);
  });

  test.each(texts)("is covered with the field that it is in, in protobuf: %s", (_, text) => {
    const object = join(field(1, field(1, "x")), field(2, entry("a", "open")), field(2, entry("text", text)));
    const result = masked("/registry/configmaps/a/b", envelope("ConfigMap", object));
    const { encoding } = decoder.decode(utf8("/x"), result);
    expect(encoding.outcome).toBe("ok");
    expect(Buffer.from(result).toString()).toContain("open");
    expect(leaks(result)).toBe(false);
  });

  test.each(texts)("is covered when it is all of the value: %s", (_, text) => {
    expect(leaks(masked("/odd/place", text))).toBe(false);
    expect(leaks(masked("/odd/place", Buffer.from(text, "utf16le")))).toBe(false);
  });

  test.each<[string, string]>([
    [
      "a template's objects",
      `{"apiVersion":"template.openshift.io/v1","kind":"Template","objects":[${secretJson}]}`,
    ],
    [
      "a ControllerRevision",
      `{"apiVersion":"apps/v1","kind":"ControllerRevision","data":{"spec":${secretJson}}}`,
    ],
    ["a field of a resource", `{"apiVersion":"a.b/v1","kind":"Thing","spec":{"x":[{"y":${secretJson}}]}}`],
  ])("is covered as an object: %s", (_, value) => {
    const result = masked("/registry/a/b/c", value);
    expect(leaks(result)).toBe(false);
    expect(Buffer.from(result).toString()).toContain('"name":"db"');
  });

  test("is no mention of one: what names a Secret is shown", () => {
    const route =
      '{"apiVersion":"v1","kind":"Gateway","spec":{"refs":[{"kind":"Secret","name":"web-tls","sectionName":"x"}]}}';
    expect(Buffer.from(masked("/registry/a/b/c", route)).toString()).toBe(route);
    const event =
      '{"kind":"Event","involvedObject":{"kind":"Secret","namespace":"a","name":"b","uid":"1-2","fieldPath":"data"}}';
    expect(Buffer.from(masked("/registry/events/b/c", event)).toString()).toBe(event);
    const prose = configMap(
      "kind: Role\nrules: Secret objects and their data: read\nkind: SecretStore\ndata: x",
    );
    expect(Buffer.from(masked("/registry/configmaps/b/c", prose)).toString()).toBe(prose);
  });

  const der = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
  test.each<[string, Uint8Array]>([
    ["gzip", gzipSync(secretYaml)],
    ["zlib", deflateSync(secretYaml)],
    ["gzip in gzip", gzipSync(gzipSync(secretJson))],
    ["UTF-16", Buffer.from(secretYaml, "utf16le")],
    ["a key in DER", der.export({ type: "pkcs8", format: "der" })],
    ["an RSA key in DER", der.export({ type: "pkcs1", format: "der" })],
  ])("is covered in bytes that are no text: %s", (_, bytes) => {
    const binary = join(field(1, "b"), field(2, new Uint8Array(bytes)));
    const value = envelope(
      "ConfigMap",
      join(field(1, field(1, "x")), field(2, entry("a", "open")), field(3, binary)),
    );
    for (const [key, stored] of [
      ["/registry/configmaps/a/b", value],
      ["/app/x", new Uint8Array(bytes)],
    ] as const) {
      const result = masked(key, stored);
      expect(Buffer.from(result).includes(Buffer.from(bytes).subarray(0, 12))).toBe(false);
      expect(leaks(result)).toBe(false);
    }
    expect(Buffer.from(masked("/registry/configmaps/a/b", value)).toString()).toContain("open");
  });

  test.each([
    ["by an end that is missing", secretJson.replace(/}$/, "")],
    ["before its kind", `{"data":{"password":"${secretText}"} "apiVersion":"v1","kind":"Secret"}`],
    ["before its kind, which is escaped", `{"data":{"password":"${secretText}"} "kind":"\\u0053ecret"}`],
    ["by remarks", `{"stringData":{"a":"${secretText}"}, // why\n"kind":"Secret"}`],
    ["too deep to be read", `${"[".repeat(450)}${secretJson}${"]".repeat(450)}`],
  ])("is covered in JSON that is broken %s", (_, value) => {
    expect(leaks(masked("/odd/place", value))).toBe(false);
  });

  test("in the name of a member hides the whole value", () => {
    const value = JSON.stringify({ [privateKey]: 1 });
    expect(Buffer.from(masked("/odd", value)).toString()).toMatch(/^\*+$/);
  });
});

describe("a Secret in CBOR", () => {
  const text = (value: string) => join(head(3, value.length), utf8(value));
  const head = (major: number, size: number) =>
    new Uint8Array(size < 24 ? [(major << 5) | size] : [(major << 5) | 24, size]);
  const map = (...members: [Uint8Array, Uint8Array][]) => join(head(5, members.length), ...members.flat());
  const kinds: [string, Uint8Array][] = [
    ["plain", text("Secret")],
    ["tagged", join(new Uint8Array([0xd8, 0x40]), text("Secret"))],
    ["in pieces", join(new Uint8Array([0x7f]), text("Sec"), text("ret"), new Uint8Array([0xff]))],
    ["as bytes", join(head(2, 6), utf8("Secret"))],
  ];
  test.each(kinds)("is covered, its kind %s", (_, kind) => {
    const data = map(
      [text("a"), text(secretText)],
      [
        text("pieces"),
        join(new Uint8Array([0x7f]), text(secretText), text(secretText), new Uint8Array([0xff])),
      ],
      [text("n"), new Uint8Array([0x1b, 1, 2, 3, 4, 5, 6, 7, 8])],
    );
    const object = map([text("apiVersion"), text("v1")], [text("kind"), kind], [text("data"), data]);
    const self = join(new Uint8Array([0xd9, 0xd9, 0xf7]), object);
    for (const key of ["/registry/secrets/a/b", "/odd/place"]) {
      const result = masked(key, self);
      expect(leaks(result)).toBe(false);
      expect(Buffer.from(result).includes(Buffer.from([1, 2, 3, 4]))).toBe(false);
      if (key === "/odd/place") expect(decoder.decode(utf8(key), result).encoding.outcome).toBe("ok");
    }
    expect(leaks(masked("/odd/place", configMap(base64(self))))).toBe(false);
  });
});
