import { describe, expect, test } from "vitest";
import { readSampleValues } from "../fixtures.testing.ts";
import { testOpeners } from "../within/openers.testing.ts";
import { parsePathPattern } from "./path-pattern.ts";
import { SecretPlaceFault, secretRules } from "./rules.ts";
import {
  base64,
  decoder,
  envelope,
  field,
  join,
  leaks,
  masked,
  privateKey,
  rules,
  secretText,
  utf8,
} from "./secret-values.testing.ts";
import { secretSpans } from "./spans.ts";
import { secretKinds, secretPlaces, secretShapes } from "./table.ts";

describe("secret kinds", () => {
  test("have paths that can be read, every one", () => {
    const paths = secretKinds.flatMap(({ fields }) => (fields === "everything" ? [] : fields));
    const others = [
      ...secretPlaces.flatMap(({ path }) => path ?? []),
      ...secretShapes.flatMap(({ fields }) => fields),
    ];
    expect(paths.length).toBeGreaterThan(30);
    for (const path of [...paths, ...others])
      expect([path, parsePathPattern(path)]).not.toEqual([path, null]);
  });

  test.each([
    [
      "OAuthClient",
      "/openshift.io/oauth/clients/x",
      { secret: secretText, additionalSecrets: [secretText], redirectURIs: ["https://open"] },
    ],
    [
      "OAuthAccessToken",
      `/openshift.io/oauth/accesstokens/x`,
      {
        metadata: { name: secretText },
        refreshToken: secretText,
        authorizeToken: secretText,
        userName: "open",
      },
    ],
    [
      "OAuthAuthorizeToken",
      `/openshift.io/oauth/authorizetokens/x`,
      { metadata: { name: secretText }, userName: "open" },
    ],
  ])("%s keeps its secrets and shows the rest", (kind, key, object) => {
    const value = JSON.stringify({ apiVersion: "oauth.openshift.io/v1", kind, ...object });
    const result = Buffer.from(masked(key, value)).toString();
    expect(leaks(Buffer.from(result))).toBe(false);
    expect(result).toContain("open");
    for (const broken of [value.slice(0, -1).replace(`"kind":"${kind}",`, ""), `x${value}`])
      expect(Buffer.from(masked(key, broken)).toString()).toMatch(/^\*+$/);
  });

  test("show the hash that OpenShift stores tokens under", () => {
    const name = "sha256~Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm8";
    const value = JSON.stringify({
      apiVersion: "oauth.openshift.io/v1",
      kind: "OAuthAccessToken",
      metadata: { name },
    });
    expect(Buffer.from(masked("/openshift.io/oauth/accesstokens/x", value)).toString()).toBe(value);
  });

  test("in protobuf are covered, and hidden where damaged", () => {
    const client = join(field(1, field(1, "me")), field(2, secretText), field(3, secretText));
    const value = envelope("OAuthClient", client, "oauth.openshift.io/v1");
    expect(leaks(masked("/openshift.io/oauth/clients/me", value))).toBe(false);
    expect(leaks(masked("/odd", value.slice(0, -3)))).toBe(false);
    expect(decoder.decode(utf8("/x"), masked("/openshift.io/oauth/clients/me", value)).encoding.outcome).toBe(
      "ok",
    );
  });
});

describe("secret places", () => {
  test("of APISIX and flannel are covered", () => {
    expect(
      leaks(masked("/apisix/ssls/1", JSON.stringify({ cert: "open", key: secretText, keys: [secretText] }))),
    ).toBe(false);
    expect(
      leaks(masked("/apisix/ssls/1", `{"cert":"x","key":"${privateKey.replaceAll("\n", "\\n")}"}`)),
    ).toBe(false);
    expect(
      leaks(masked("/apisix/consumers/a", `{"plugins":{"basic-auth":{"password":"${secretText}"}}}`)),
    ).toBe(false);
    expect(
      leaks(masked("/coreos.com/network/config", `{"Backend":{"Type":"ipsec","PSK":"${secretText}"}}`)),
    ).toBe(false);
  });

  test("are added to by an operator", () => {
    const own = secretRules(testOpeners, [
      { keys: "/app/**", path: "db[*].pass" },
      { keys: "/whole/*" },
      { keys: "/odd/*", path: 'a["b.c"].*' },
    ]);
    const value = `{"db":[{"pass":"${secretText}","host":"open"}],"pass":"open too"}`;
    const result = Buffer.from(masked("/app/a/b", value, own)).toString();
    expect(result).toBe(value.replace(secretText, "*".repeat(secretText.length)));
    expect(Buffer.from(masked("/whole/x", "{}", own)).toString()).toBe("**");
    expect(Buffer.from(masked("/other/x", value, own)).toString()).toBe(value);
    const odd = `{"a":{"b.c":{"x":"${secretText}","y":{"z":12}},"d":1}}`;
    expect(JSON.parse(Buffer.from(masked("/odd/x", odd, own)).toString())).toEqual({
      a: { "b.c": { x: "*".repeat(secretText.length), y: { z: 11 } }, d: 1 },
    });
    expect(() => secretRules(testOpeners, [{ keys: "/a", path: "a..b" }])).toThrow(SecretPlaceFault);
  });

  test("are hidden whole where the path cannot be found because the value cannot be read", () => {
    const own = secretRules(testOpeners, [{ keys: "/app/**", path: "pass" }]);
    for (const value of [
      "plain text",
      "pass: yaml\nother: x\n",
      '{"pass":"x"',
      "42",
      "\0\u0001\u0002",
      '{"a":1} more',
    ])
      expect(Buffer.from(masked("/app/a", value, own)).toString()).toMatch(/^\*+$/);
    expect(Buffer.from(masked("/app/a", '{"other":"x"}', own)).toString()).toBe('{"other":"x"}');
  });
});

test("of the sample cluster nothing but Secrets and what the table names is covered", async () => {
  const values = (await readSampleValues()).filter(({ key }) => !key.startsWith("/registry/secrets/"));
  const covered = new Set<string>();
  for (const { key, keyBytes, value } of values)
    for (const { path } of secretSpans(keyBytes, decoder.decode(keyBytes, value), rules))
      covered.add(`${key} ${path}`);
  expect(values.length).toBeGreaterThan(300);
  expect([...covered]).toEqual([]);
});

test.each(["$.a", "/a/b", " a", "a b", "a,b", "a['b']", "a|b", "a\\.b"])(
  "a path of another language hides nothing, and is refused: %s",
  (path) => {
    expect(() => secretRules(testOpeners, [{ keys: "/a", path }])).toThrow(SecretPlaceFault);
    expect(parsePathPattern(`[${JSON.stringify(path)}]`)).not.toBeNull();
  },
);

test.each(["/app/{a,b}", "/app/[a-z]*", "/app/\\\\{a}"])("so is a pattern of keys: %s", (keys) => {
  expect(() => secretRules(testOpeners, [{ keys }])).toThrow(SecretPlaceFault);
  const escaped = keys.replaceAll(/[[\]{}]/g, "\\$&").replaceAll("\\\\\\", "\\");
  expect(() => secretRules(testOpeners, [{ keys: escaped }])).not.toThrow();
});

describe("an operator's path", () => {
  const key = "/app/x";
  const hidden = (path: string, value: unknown): string => {
    const asked = secretRules(testOpeners, [{ keys: "/app/**", path }]);
    return Buffer.from(masked(key, JSON.stringify(value), asked)).toString();
  };
  const pass = secretText;

  test.each<[string, string, unknown]>([
    ["an object where a list was expected", "db[*].pass", { db: { pass } }],
    ["a list where an object was expected", "db.pass", { db: [{ pass }, { pass }] }],
    ["a list of all", "pass", [{ pass }]],
    ["lists in lists", "db.pass", { db: [[{ pass }]] }],
    ["JSON in a text", "db.pass", { db: JSON.stringify({ pass }) }],
    ["YAML in a text, behind any steps", "**.pass", { a: { b: `pass: ${pass}\n` } }],
    ["JSON in base64", "db.pass", { db: base64(JSON.stringify({ pass })) }],
    ["JSON in a text behind any member", "*.pass", { db: JSON.stringify({ pass }) }],
    ["all of it in a text", "db.pass", JSON.stringify({ db: { pass } })],
  ])("covers what it names in %s", (_, path, value) => {
    expect(leaks(utf8(JSON.stringify(value)))).toBe(true);
    expect(leaks(utf8(hidden(path, value)))).toBe(false);
  });

  test.each([
    ["db[*].pass", { db: [{ host: "open" }], pass: "open" }],
    ["db.*.pass", { db: { host: "open" } }],
    ["**.pass", { db: { host: "open" } }],
    ["db.pass", { db: { pass: 7, port: 8 }, host: "open" }],
  ])("leaves alone what it does not name: %s", (path, value) => {
    expect(hidden(path, value).replace('"pass":1', '"pass":7')).toBe(JSON.stringify(value));
  });
});
