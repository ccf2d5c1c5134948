import protobuf from "protobufjs";
import { expect, test } from "vitest";
import { createDecoder } from "../decode/decoder.ts";
import { printJson } from "../decode/print.ts";
import { readSchema } from "../fixtures.testing.ts";
import { descriptorOf } from "../schema/descriptor.ts";
import { createSchemaLookup } from "../schema/lookup.ts";

const schema = readSchema();

/** The stored form of an object, encoded by protobufjs from the same schema. */
function stored(apiVersion: string, kind: string, object: Record<string, unknown>): Uint8Array {
  const lookup = createSchemaLookup(schema);
  const message = lookup.kind(apiVersion, kind)?.message ?? "";
  const type = protobuf.Root.fromJSON(descriptorOf(lookup, [message])).lookupType(message);
  const raw = type.encode(type.fromObject(object)).finish();
  const typeMeta = protobuf.Writer.create().uint32(10).string(apiVersion).uint32(18).string(kind).finish();
  const unknown = protobuf.Writer.create().uint32(10).bytes(typeMeta).uint32(18).bytes(raw).finish();
  return new Uint8Array([0x6b, 0x38, 0x73, 0, ...unknown]);
}

test.each([
  [{ items: { b: "2", a: "1" } }, { a: "1", b: "2" }],
  [{}, {}],
])("writes a message that wraps a map as the map", (nodeSelector, expected) => {
  const value = stored("build.openshift.io/v1", "Build", { spec: { commonSpec: { nodeSelector } } });
  const text = printJson(createDecoder(schema).decode(new Uint8Array(), value))?.text ?? "";
  expect(JSON.parse(text)).toMatchObject({ spec: { nodeSelector: expected } });
});

test("writes a message that wraps a list as the list", () => {
  const value = stored("authentication.k8s.io/v1", "TokenReview", {
    status: { user: { extra: { scopes: { items: ["a", "b"] } } } },
  });
  const text = printJson(createDecoder(schema).decode(new Uint8Array(), value))?.text ?? "";
  expect(JSON.parse(text)).toMatchObject({ status: { user: { extra: { scopes: ["a", "b"] } } } });
});

test("writes the field sets of 1.14's managed fields as objects, the empty ones as null", () => {
  const fields = { map: { "f:spec": { map: { "f:replicas": {} } }, ".": {} } };
  const value = stored("v1", "ConfigMap", { metadata: { managedFields: [{ manager: "m", fields }] } });
  const text = printJson(createDecoder(schema).decode(new Uint8Array(), value))?.text ?? "";
  expect(JSON.parse(text)).toEqual({
    kind: "ConfigMap",
    apiVersion: "v1",
    metadata: {
      managedFields: [{ manager: "m", fields: { ".": null, "f:spec": { "f:replicas": null } } }],
    },
  });
});

test("writes the status that servers of 1.24 to 1.27 stored in every network policy", () => {
  const value = stored("networking.k8s.io/v1", "NetworkPolicy", { metadata: { name: "n" }, status: {} });
  const decoded = createDecoder(schema).decode(new Uint8Array(), value);
  expect(decoded.encoding.outcome).toBe("ok");
  expect(JSON.parse(printJson(decoded)?.text ?? "")).toMatchObject({ metadata: { name: "n" }, status: {} });
});
