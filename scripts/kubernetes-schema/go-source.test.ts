import { describe, expect, test } from "vitest";
import { readGoPackage } from "./go-source.ts";

const TYPES = `
package v1

import (
	"k8s.io/apimachinery/pkg/runtime"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Thing has a comment with a struct { in it.
type Thing struct {
	metav1.TypeMeta \`json:",inline"\`
	// +optional
	metav1.ObjectMeta \`json:"metadata,omitempty" protobuf:"bytes,1,opt,name=metadata"\`
	Replicas *int32 \`json:"replicas,omitempty" protobuf:"varint,2,opt,name=replicas"\` // why
	Labels map[string]string /* none */ \`protobuf:"bytes,3,rep,name=labels" json:"labels"\`
}

type Nothing struct{}

type Verbs []string

type Alias = metav1.Status

func (t *Thing) MarshalJSON() ([]byte, error) { return nil, nil }
`;

const REGISTER = `
const GroupName = "things.example"
var SchemeGroupVersion = schema.GroupVersion{Group: GroupName, Version: "v1"}
var legacyGroupVersion = schema.GroupVersion{Group: "", Version: "v1"}

func addKnownTypes(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(SchemeGroupVersion,
		&Thing{},
		// &Commented{},
		&metav1.Status{},
	)
	scheme.AddKnownTypes(elsewhere, &Hidden{})
	types := []runtime.Object{
		&Old{},
	}
	scheme.AddKnownTypes(legacyGroupVersion, types...)
	return nil
}
`;

describe("Go source", () => {
  const found = readGoPackage([TYPES, REGISTER]);

  test("gives a struct's fields in order with their tags", () => {
    expect(found.structs.get("Thing")).toEqual([
      { name: "TypeMeta", type: "metav1.TypeMeta", embedded: true, json: ",inline", protobuf: undefined },
      {
        name: "ObjectMeta",
        type: "metav1.ObjectMeta",
        embedded: true,
        json: "metadata,omitempty",
        protobuf: "bytes,1,opt,name=metadata",
      },
      {
        name: "Replicas",
        type: "*int32",
        embedded: false,
        json: "replicas,omitempty",
        protobuf: "varint,2,opt,name=replicas",
      },
      {
        name: "Labels",
        type: "map[string]string",
        embedded: false,
        json: "labels",
        protobuf: "bytes,3,rep,name=labels",
      },
    ]);
    expect(found.structs.get("Nothing")).toEqual([]);
  });

  test("tells named types, imports and types that write their own JSON", () => {
    expect([...found.named]).toEqual([
      ["Verbs", "[]string"],
      ["Alias", "metav1.Status"],
    ]);
    expect(found.imports.get("metav1")).toBe("k8s.io/apimachinery/pkg/apis/meta/v1");
    expect(found.imports.get("runtime")).toBe("k8s.io/apimachinery/pkg/runtime");
    expect([...found.marshalers]).toEqual(["Thing"]);
  });

  test("finds registered types under the API version of their call", () => {
    expect(found.registrations).toEqual([
      { apiVersion: "things.example/v1", type: "Thing" },
      { apiVersion: "things.example/v1", type: "metav1.Status" },
      { apiVersion: "v1", type: "Old" },
    ]);
  });

  test("leaves out a file that a default build does not compile", () => {
    const tagged = (constraint: string) =>
      `//go:build ${constraint}\n\npackage v1\n\ntype T struct {\n\tA int\n}\n`;
    expect(readGoPackage([tagged("strings")]).structs.size).toBe(0);
    expect(readGoPackage([tagged("!strings")]).structs.size).toBe(1);
  });
});
