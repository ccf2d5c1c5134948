import { expect, test } from "vitest";
import { presentName } from "./present-name.ts";

test.each([
  [".k8s.io.kubernetes.pkg.api.v1.PodSpec", ".k8s.io.api.core.v1.PodSpec"],
  ["k8s.io.client_go.pkg.apis.apps.v1beta1.StatefulSet", "k8s.io.api.apps.v1beta1.StatefulSet"],
  ["k8s.io.kubernetes.pkg.api.v1.ObjectMeta", "k8s.io.apimachinery.pkg.apis.meta.v1.ObjectMeta"],
  ["k8s.io.kubernetes.pkg.api.unversioned.Time", "k8s.io.apimachinery.pkg.apis.meta.v1.Time"],
  ["k8s.io.kubernetes.pkg.util.intstr.IntOrString", "k8s.io.apimachinery.pkg.util.intstr.IntOrString"],
  ["k8s.io.api.core.v1.ObjectReference", "k8s.io.api.core.v1.ObjectReference"],
  ["string", "string"],
])("%s is %s today", (name, present) => {
  expect(presentName(name)).toBe(present);
});
