import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { harmlessAnnotations } from "./harmless.ts";
import { base64, masked, secretJson, secretText, secretYaml, seen } from "./secret-values.testing.ts";

const withAnnotation = (name: string, value: string): string =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "db", namespace: "shop", annotations: { [name]: value } },
    type: "Opaque",
  });

describe("annotations of a Secret", () => {
  test.each([
    ["Rancher's, packed", "objectset.rio.cattle.io/applied", base64(gzipSync(secretJson))],
    ["kopf's", "kopf.zalando.org/last-handled-configuration", secretJson],
    ["kapp's", "kapp.k14s.io/original", secretJson],
    ["zlib in base64", "x/y", base64(deflateSync(secretJson))],
    ["YAML", "x/y", secretYaml],
    ["JSON in base64", "x/y", base64(secretJson)],
    ["JSON behind a blank", "x/y", ` ${secretJson}`],
    ["plain text", "x/y", secretText],
    ["OpenShift's token", "openshift.io/token-secret.value", secretText],
    ["a harmless one that holds another thing", "helm.sh/hook-weight", secretText],
    ["a name that is none", "meta.helm.sh/release-name", `${secretText} ${secretText}`],
  ])("are covered: %s", (_, name, value) => {
    for (const key of ["/registry/secrets/shop/db", "/odd/place"]) {
      const result = masked(key, withAnnotation(name, value));
      expect(seen(result)).not.toContain(secretText);
      expect(JSON.parse(Buffer.from(result).toString()).metadata.annotations[name]).toMatch(/^\*+$/);
    }
  });

  test("are shown when they are known to be harmless, and have the form that makes them so", () => {
    const of = {
      name: "web",
      names: "a.example,*.b",
      label: "x",
      number: "-5",
      boolean: "true",
      time: "2026-01-01T00:00:00Z",
      uid: "5179344a-efa8",
    };
    expect(Object.keys(harmlessAnnotations).length).toBeGreaterThan(15);
    for (const [name, form] of Object.entries(harmlessAnnotations)) {
      const value = withAnnotation(name, of[form]);
      expect(Buffer.from(masked("/registry/secrets/shop/db", value)).toString()).toBe(value);
    }
  });
});
