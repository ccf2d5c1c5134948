// @vitest-environment node
import { describe, expect, it } from "vitest";
import { hintOf, objectOf, placeOf } from "./kubernetes.ts";

describe("a key's place in Kubernetes' layout", () => {
  it("tells resource, namespace and name apart", () => {
    expect(placeOf("/registry/pods/shop/web-1")).toEqual({ resource: "pods", rest: ["shop", "web-1"] });
    expect(placeOf("/registry/services/specs/shop/web")).toEqual({
      resource: "services/specs",
      rest: ["shop", "web"],
    });
    expect(placeOf("/registry/apiregistration.k8s.io/apiservices/v1.")).toEqual({
      group: "apiregistration.k8s.io",
      resource: "apiservices",
      rest: ["v1."],
    });
  });

  it("is silent outside /registry", () => {
    for (const key of ["compact_rev_key", "/app/x", "/registry", "registry/pods", undefined]) {
      expect(placeOf(key)).toBeUndefined();
    }
  });

  it("reads namespace and name off the key", () => {
    expect(objectOf({ resource: "pods", rest: ["shop", "web"] })).toEqual({ namespace: "shop", name: "web" });
    expect(objectOf({ resource: "minions", rest: ["node-1"] })).toEqual({ name: "node-1" });
  });
});

describe("hints", () => {
  it("name what the path calls otherwise, on the row of the resource alone", () => {
    expect(hintOf("/registry/minions")).toEqual({ name: "nodes" });
    expect(hintOf("/registry/services/specs")).toEqual({ name: "services" });
    expect(hintOf("/registry/ranges/serviceips")).toEqual({ note: "serviceIps" });
    expect(hintOf("compact_rev_key")).toEqual({ note: "compactRevision" });
    expect(hintOf("/registry/minions/node-1")).toBeUndefined();
    expect(hintOf("/registry/pods")).toBeUndefined();
  });
});
