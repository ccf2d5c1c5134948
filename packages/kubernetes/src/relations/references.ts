import { placesOf, textAt } from "./document-path.ts";
import { podReferences } from "./pod-references.ts";
import type { Reference, RelationId } from "./relation.ts";
import { specialReferences } from "./special-references.ts";
import { groupOf, storedKind } from "./stored-kind.ts";
import { nameOf, type ObjectName, type StoredObject } from "./stored-object.ts";

/** One place of a kind's documents that names an object: by its name alone, or as an object that says more of it. */
interface Rule {
  readonly at: string;
  readonly relation: RelationId;
  readonly group?: string;
  /** Absent where the place says which. */
  readonly kind?: string;
}

const storage = "storage.k8s.io";
const networking = "networking.k8s.io";
const gateway = "gateway.networking.k8s.io";
const rbac = "rbac.authorization.k8s.io";

const rules: Readonly<Record<string, readonly Rule[]>> = {
  PersistentVolumeClaim: [
    { at: "spec.volumeName", relation: "bound", kind: "PersistentVolume" },
    { at: "spec.storageClassName", relation: "uses", group: storage, kind: "StorageClass" },
  ],
  PersistentVolume: [
    { at: "spec.claimRef", relation: "bound", kind: "PersistentVolumeClaim" },
    { at: "spec.storageClassName", relation: "uses", group: storage, kind: "StorageClass" },
    { at: "spec.csi.driver", relation: "uses", group: storage, kind: "CSIDriver" },
    { at: "spec.csi.nodePublishSecretRef", relation: "uses", kind: "Secret" },
    { at: "spec.csi.nodeStageSecretRef", relation: "uses", kind: "Secret" },
  ],
  VolumeAttachment: [
    { at: "spec.source.persistentVolumeName", relation: "bound", kind: "PersistentVolume" },
    { at: "spec.nodeName", relation: "node", kind: "Node" },
    { at: "spec.attacher", relation: "uses", group: storage, kind: "CSIDriver" },
  ],
  Ingress: [
    { at: "spec.rules[].http.paths[].backend.service.name", relation: "routes", kind: "Service" },
    { at: "spec.rules[].http.paths[].backend.serviceName", relation: "routes", kind: "Service" },
    { at: "spec.defaultBackend.service.name", relation: "routes", kind: "Service" },
    { at: "spec.backend.serviceName", relation: "routes", kind: "Service" },
    { at: "spec.tls[].secretName", relation: "uses", kind: "Secret" },
    { at: "spec.ingressClassName", relation: "uses", group: networking, kind: "IngressClass" },
  ],
  HorizontalPodAutoscaler: [{ at: "spec.scaleTargetRef", relation: "scales" }],
  RoleBinding: [{ at: "roleRef", relation: "grants", group: rbac }],
  ClusterRoleBinding: [{ at: "roleRef", relation: "grants", group: rbac }],
  ServiceAccount: [
    { at: "secrets[]", relation: "uses", kind: "Secret" },
    { at: "imagePullSecrets[].name", relation: "uses", kind: "Secret" },
  ],
  Endpoints: [
    { at: "subsets[].addresses[].targetRef", relation: "pods" },
    { at: "subsets[].notReadyAddresses[].targetRef", relation: "pods" },
  ],
  EndpointSlice: [
    { at: "endpoints[].targetRef", relation: "pods" },
    { at: "endpoints[].nodeName", relation: "node", kind: "Node" },
  ],
  StatefulSet: [{ at: "spec.serviceName", relation: "uses", kind: "Service" }],
  Event: [
    { at: "involvedObject", relation: "about" },
    { at: "regarding", relation: "about" },
    { at: "related", relation: "about" },
  ],
  CSINode: [{ at: "spec.drivers[].name", relation: "uses", group: storage, kind: "CSIDriver" }],
  APIService: [{ at: "spec.service", relation: "routes", kind: "Service" }],
  ValidatingWebhookConfiguration: [
    { at: "webhooks[].clientConfig.service", relation: "routes", kind: "Service" },
  ],
  MutatingWebhookConfiguration: [
    { at: "webhooks[].clientConfig.service", relation: "routes", kind: "Service" },
  ],
  CustomResourceDefinition: [
    { at: "spec.conversion.webhook.clientConfig.service", relation: "routes", kind: "Service" },
  ],
  HTTPRoute: [
    { at: "spec.parentRefs[]", relation: "routes", group: gateway, kind: "Gateway" },
    { at: "spec.rules[].backendRefs[]", relation: "routes", kind: "Service" },
  ],
  Gateway: [
    { at: "spec.gatewayClassName", relation: "uses", group: gateway, kind: "GatewayClass" },
    { at: "spec.listeners[].tls.certificateRefs[]", relation: "uses", kind: "Secret" },
  ],
};

/** The objects that a document names, each relation's target once. */
export function referencesOf(object: StoredObject): Reference[] {
  const found = new Map<string, Reference>();
  for (const reference of allReferences(object)) {
    const { group, kind, namespace = "", name } = reference.target;
    const id = [reference.relation, group, kind, namespace, name, reference.uid ?? ""].join(" ");
    if (!found.has(id)) found.set(id, reference);
  }
  return [...found.values()];
}

function* allReferences(object: StoredObject): Generator<Reference> {
  yield* owners(object);
  yield* podReferences(object);
  for (const rule of rules[object.kind] ?? []) yield* ruledReferences(object, rule);
  yield* specialReferences(object);
  if (object.namespace !== undefined) {
    const target = nameOf("", "Namespace", object.namespace);
    yield { relation: "namespace", target, path: "metadata.namespace", isOptional: false };
  }
}

function* owners({ document, namespace }: StoredObject): Generator<Reference> {
  for (const { path, value } of placesOf(document, "metadata.ownerReferences[]")) {
    const kind = textAt(value, "kind");
    const name = textAt(value, "name");
    if (kind === undefined || name === undefined) continue;
    const target = nameOf(groupOf(textAt(value, "apiVersion") ?? ""), kind, name, namespace);
    yield { relation: "owner", target, path, isOptional: false, ...uidIn(value) };
  }
}

function* ruledReferences(object: StoredObject, rule: Rule): Generator<Reference> {
  for (const { path, value } of placesOf(object.document, rule.at)) {
    const target = targetOf(value, rule, object.namespace);
    if (target === undefined) continue;
    const uid = target.kind === "Node" ? {} : uidIn(value);
    yield { relation: rule.relation, target, path, isOptional: false, ...uid };
  }
}

/** A name alone, or an object with `name` and whatever else tells which. */
function targetOf(value: unknown, rule: Rule, own: string | undefined): ObjectName | undefined {
  if (typeof value === "string")
    return value === "" || rule.kind === undefined
      ? undefined
      : nameOf(rule.group ?? "", rule.kind, value, own);
  const name = textAt(value, "name");
  const kind = textAt(value, "kind") ?? rule.kind;
  if (name === undefined || kind === undefined) return undefined;
  return nameOf(groupIn(value, kind, rule), kind, name, textAt(value, "namespace") ?? own);
}

function groupIn(value: unknown, kind: string, { group = "", kind: usual }: Rule): string {
  const told = textAt(value, "apiGroup") ?? textAt(value, "group");
  if (told !== undefined) return told;
  const apiVersion = textAt(value, "apiVersion");
  if (apiVersion !== undefined) return groupOf(apiVersion);
  // A rule's group is that of its own kind, not of another that the place names.
  return kind === usual || storedKind("", kind) === undefined ? group : "";
}

/** A node is known by its name: its uid in events is the name, too. */
function uidIn(value: unknown): { uid?: string } {
  const uid = textAt(value, "uid");
  return uid === undefined ? {} : { uid };
}
