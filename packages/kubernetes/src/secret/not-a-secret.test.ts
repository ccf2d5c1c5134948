import { describe, expect, test } from "vitest";
import {
  envelope,
  field,
  join,
  leaks,
  masked,
  secretJson,
  secretObject,
  secretText,
  secretYaml,
  seen,
  utf8,
} from "./secret-values.testing.ts";

describe("a value under a key of Secrets in which no Secret is recognised", () => {
  const big = (text: string) => Buffer.from(text, "utf16le");
  test.each<[string, string | Uint8Array]>([
    ["another kind", secretJson.replace('"Secret"', '"ConfigMap"')],
    ["another version", secretJson.replace('"v1"', '"v2"')],
    ["YAML", secretYaml],
    ["a list", `[${secretJson}]`],
    ["a list of Secrets", `{"apiVersion":"v1","kind":"SecretList","items":[${secretJson}]}`],
    ["UTF-16", big(`\ufeff${secretJson}`)],
    ["UTF-16 without a mark", big(secretJson)],
    ["a letter before it", `x${secretJson}`],
    ["a number", "1234567890"],
  ])("is covered whole: %s", (_, value) => {
    for (const key of ["/registry/secrets/shop/db", "/kubernetes.io/secrets/shop/db", "/secrets/shop/db"]) {
      const result = masked(key, value);
      expect(Buffer.from(result).toString()).toMatch(/^\*+$/);
    }
  });

  test.each([
    ["a byte order mark before it", `\ufeff${secretJson}`],
    ["the kind", secretJson.replace('"Secret"', '"\\u0053ecret"')],
    ["all of the kind", secretJson.replace('"Secret"', '"\\u0053\\u0065\\u0063\\u0072\\u0065\\u0074"')],
    ["the name of a member", secretJson.replace('"data"', '"d\\u0061ta"').replace('"kind"', '"k\\u0069nd"')],
    ["a member that is there twice", secretJson.replace('"kind"', '"kind":"Pod","kind"')],
    [
      "a member that is there twice, the other last",
      secretJson.replace('"kind":"Secret"', '"kind":"Secret","kind":"Pod"'),
    ],
    ["names in capitals", secretJson.replace('"data"', '"Data"').replace('"stringData"', '"STRINGDATA"')],
    [
      "a member that no Secret has",
      secretJson.replace('"data"', '"password"').replace('"stringData"', '"more"'),
    ],
    [
      "numbers and lists",
      secretJson.replace('"data":{', `"data":{"n":12345678901,"l":["${secretText}",true],`),
    ],
  ])("leaks nothing by what is written otherwise: %s", (_, value) => {
    for (const key of ["/registry/secrets/shop/db", "/odd/place", "/registry/example.com/things/a/b"])
      expect([key, leaks(masked(key, value)), seen(masked(key, value)).includes("12345678901")]).toEqual([
        key,
        false,
        false,
      ]);
  });
});

describe("a list of Secrets outside its usual place", () => {
  test.each([
    ["protobuf", envelope("SecretList", join(field(2, secretObject()), field(2, secretObject())))],
    [
      "JSON, its items without a kind",
      utf8(
        `{"apiVersion":"v1","kind":"SecretList","items":[${secretJson.replace('"apiVersion":"v1","kind":"Secret",', "")}]}`,
      ),
    ],
    [
      "JSON, its items elsewhere",
      utf8(`{"apiVersion":"v1","kind":"SecretList","objects":[{"data":{"a":"${secretText}"}}]}`),
    ],
    ["a list of anything", utf8(`{"apiVersion":"v1","kind":"List","items":[${secretJson}]}`)],
    [
      "inside a resource",
      utf8(
        `{"apiVersion":"a.b/v1","kind":"Bundle","spec":{"all":{"kind":"SecretList","items":[{"data":{"a":"${secretText}"}}]}}}`,
      ),
    ],
  ])("is covered: %s", (_, value) => {
    expect(leaks(masked("/odd/place", value))).toBe(false);
    expect(Buffer.from(masked("/odd/place", value)).toString()).toContain("List");
  });
});
