import { type FieldNode, messageFields, readScalar } from "@etcdscope/codec";
import { fieldPlan, type MessagePlan } from "../plan/plan.ts";

const text = { scalar: "string", message: null, type: "string" } as const;
const bytesField = { scalar: "bytes", message: null, type: "bytes" } as const;

const annotation: MessagePlan = {
  name: "entry",
  fields: [undefined, fieldPlan(1, "key", text), fieldPlan(2, "value", bytesField)],
  form: null,
};

const sourceType = "enum EncryptedDEKSourceType";

/** `EncryptedObject` of the API server's kms version 2 (k8s.io/apiserver, envelope/kmsv2). */
const encryptedObject: MessagePlan = {
  name: "EncryptedObject",
  fields: [
    undefined,
    fieldPlan(1, "encryptedData", bytesField),
    fieldPlan(2, "keyID", text),
    fieldPlan(3, "encryptedDEKSource", bytesField),
    {
      ...fieldPlan(4, "annotations", { scalar: null, message: annotation, type: "map<string, bytes>" }),
      repeated: true,
      place: "entry",
      isMap: true,
    },
    fieldPlan(5, "encryptedDEKSourceType", { scalar: "int32", message: null, type: sourceType }),
  ],
  form: null,
};

/** What the wrapped key is: the data key itself, or a seed from which the key of each value is derived. */
const sourceTypes = ["AES_GCM_KEY", "HKDF_SHA256_XNONCE_AES_GCM_SEED"];

/** The fields of a value that kms version 2 encrypted, behind its prefix. */
export function kmsObjectFields(bytes: Uint8Array, start: number, end: number): FieldNode[] {
  return messageFields(bytes, encryptedObject, start, end);
}

/** What the number of a wrapped key's type stands for. */
export function kmsLabel(bytes: Uint8Array): (node: FieldNode) => string | null {
  return (node) =>
    node.type === sourceType ? (sourceTypes[Number(readScalar(bytes, node) ?? -1)] ?? null) : null;
}
