import { readFileSync } from "node:fs";
import protobuf from "protobufjs";
import { describe, expect, test } from "vitest";
import { descriptorOf } from "./descriptor.ts";
import { createSchemaLookup } from "./lookup.ts";
import type { KubernetesSchema } from "./schema.ts";

const file = new URL("../../schema/kubernetes.json", import.meta.url);
const schema: KubernetesSchema = JSON.parse(readFileSync(file, "utf8"));
const lookup = createSchemaLookup(schema);

const fieldsOf = (message: string) => {
  const found = lookup.message(message);
  if (found === undefined) throw new Error(`${message} is not in the schema`);
  return found.fields;
};

describe("the generated schema", () => {
  test("knows kinds of today and kinds that are gone, each with its release", () => {
    expect(lookup.kind("v1", "Pod")).toEqual({
      apiVersion: "v1",
      kind: "Pod",
      message: "k8s.io.api.core.v1.Pod",
      release: "1.36.4",
    });
    expect(lookup.kind("policy/v1beta1", "PodSecurityPolicy")?.release).toBe("1.28.15");
    expect(lookup.kind("settings.k8s.io/v1alpha1", "PodPreset")?.release).toBe("1.19.16");
    expect(lookup.kind("apps.openshift.io/v1", "DeploymentConfig")?.release).toBe("openshift-5.1");
    expect(lookup.kind("v1", "pod")).toBeUndefined();
  });

  test("defines every message that a kind or a field refers to", () => {
    const types = Object.values(schema.messages).flatMap(({ fields }) =>
      Object.values(fields).map(({ type }) => type),
    );
    const wanted = [
      ...schema.kinds.map(({ message }) => message),
      ...types.filter((type) => type.startsWith(".")),
    ];
    expect(wanted.filter((name) => lookup.message(name) === undefined)).toEqual([]);
  });

  test("uses each field number of a message once", () => {
    const repeated = Object.entries(schema.messages).filter(([, { fields }]) => {
      const ids = Object.values(fields).map(({ id }) => id);
      return new Set(ids).size !== ids.length;
    });
    expect(repeated).toEqual([]);
  });

  test("gives no two fields of one JSON object the same name, inlined ones included", () => {
    const namesIn = (message: string): string[] =>
      Object.entries(fieldsOf(message)).flatMap(([name, field]) =>
        field.inline === true ? namesIn(field.type) : [field.json ?? name],
      );
    const repeated = Object.keys(schema.messages).filter((message) => {
      const names = namesIn(message);
      return new Set(names).size !== names.length;
    });
    expect(repeated).toEqual([]);
  });

  test("takes JSON names, inlining, pointers and omission from the Go tags", () => {
    const props = fieldsOf("k8s.io.apiextensions_apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps");
    expect(props["ref"]).toMatchObject({ id: 3, json: "$ref", pointer: true, omitempty: true });
    expect(fieldsOf("k8s.io.api.core.v1.Volume")["volumeSource"]).toMatchObject({ inline: true });
    expect(fieldsOf("k8s.io.apimachinery.pkg.apis.meta.v1.ObjectMeta")["creationTimestamp"]).toMatchObject({
      omitzero: true,
    });
    expect(fieldsOf("k8s.io.api.apps.v1.DeploymentSpec")["replicas"]).toMatchObject({
      type: "int32",
      pointer: true,
    });
  });

  test.each([
    ["apps/v1alpha1", "PetSet", "1.4"],
    ["batch/v2alpha1", "ScheduledJob", "1.4"],
    ["extensions/v1beta1", "ThirdPartyResource", "1.8.15"],
    ["resource.k8s.io/v1alpha1", "PodScheduling", "1.26.15"],
    ["resource.k8s.io/v1alpha2", "PodSchedulingContext", "1.30.14"],
    ["networking.k8s.io/v1alpha1", "ClusterCIDR", "1.28.15"],
    ["coordination.k8s.io/v1alpha1", "LeaseCandidate", "1.31.14"],
    ["certificates.k8s.io/v1alpha1", "PodCertificateRequest", "1.34.10"],
    ["scheduling.k8s.io/v1alpha1", "Workload", "1.35.7"],
    ["v1", "DeploymentConfig", "openshift-5.1"],
    ["lifecycle.k8s.io/v1alpha1", "EvictionRequest", "1.37-dev"],
  ])("knows %s %s, which only some releases have", (apiVersion, kind, release) => {
    expect(lookup.kind(apiVersion, kind)?.release).toBe(release);
  });

  test.each([
    ["networking.v1.NetworkPolicy", "status", 3, "1.27.16"],
    ["core.v1.PodResourceClaim", "source", 2, "1.30.14"],
    ["core.v1.VolumeResourceRequirements", "claims", 3, "1.28.15"],
    ["core.v1.PersistentVolumeClaimStatus", "resizeStatus", 6, "1.27.16"],
    ["core.v1.PodSpec", "workloadRef", 42, "1.35.7"],
    ["core.v1.ServiceSpec", "ipFamily", 15, "1.19.16"],
  ])("keeps %s.%s, which old servers wrote", (message, field, id, removed) => {
    expect(fieldsOf(`k8s.io.api.${message}`)[field]).toMatchObject({ id, removed });
  });

  test("keeps a field that newer releases have dropped, marked with its last release", () => {
    expect(fieldsOf("k8s.io.apimachinery.pkg.apis.meta.v1.ObjectMeta")["clusterName"]).toMatchObject({
      id: 15,
      removed: "1.24.17",
    });
  });
});

describe("a descriptor of some messages", () => {
  test("compiles with protobufjs and holds no more than is referred to", () => {
    const root = protobuf.Root.fromJSON(descriptorOf(lookup, ["k8s.io.api.core.v1.ConfigMap"]));
    const type = root.lookupType("k8s.io.api.core.v1.ConfigMap");
    const bytes = type.encode({ metadata: { name: "cm" }, data: { a: "1" } }).finish();
    expect(type.toObject(type.decode(bytes))).toEqual({ metadata: { name: "cm" }, data: { a: "1" } });
    expect(root.lookup("k8s.io.api.core.v1.Pod")).toBeNull();
  });
});
