import { memberPath } from "@etcdscope/codec";
import { listAt, memberAt, placesOf, textAt, textsAt } from "./document-path.ts";
import type { Reference, RelationId } from "./relation.ts";
import { nameOf, type ObjectName, type StoredObject } from "./stored-object.ts";

/** Claims of a StatefulSet that are looked at: nobody reads more of them one by one. */
const mostReplicas = 200;

type Special = (object: StoredObject) => Iterable<Reference>;

/** What a kind's documents name otherwise than by a name at a place. */
const specials: Readonly<Record<string, Special>> = {
  Service: sameNamedEndpoints,
  Endpoints: sameNamedService,
  EndpointSlice: servedService,
  RoleBinding: subjects,
  ClusterRoleBinding: subjects,
  Lease: holder,
  Node: companions,
  StatefulSet: templateClaims,
  Secret: tokenHolder,
};

export function* specialReferences(object: StoredObject): Generator<Reference> {
  yield* specials[object.kind]?.(object) ?? [];
}

function reference(relation: RelationId, target: ObjectName, path: string, isOptional = false): Reference {
  return { relation, target, path, isOptional };
}

/** A Service of another's name has none, and one without a selector only those that somebody made. */
function* sameNamedEndpoints({ name, namespace, document }: StoredObject): Generator<Reference> {
  if (textAt(document, "spec.type") === "ExternalName") return;
  const selector = textsAt(document, "spec.selector");
  const target = nameOf("", "Endpoints", name, namespace);
  yield reference("endpoints", target, "metadata.name", selector.size === 0);
}

function* sameNamedService({ name, namespace }: StoredObject): Generator<Reference> {
  yield reference("routedBy", nameOf("", "Service", name, namespace), "metadata.name");
}

const serviceLabel = "kubernetes.io/service-name";

function* servedService({ document, namespace }: StoredObject): Generator<Reference> {
  const service = textsAt(document, "metadata.labels").get(serviceLabel);
  if (service === undefined) return;
  const path = memberPath("metadata.labels", serviceLabel);
  yield reference("routedBy", nameOf("", "Service", service, namespace), path);
}

/** Users and groups are not stored; a service account may be named as the user that it logs in as. */
function* subjects({ document, namespace }: StoredObject): Generator<Reference> {
  for (const { path, value } of placesOf(document, "subjects[]")) {
    const name = textAt(value, "name") ?? "";
    const [, userNamespace, user] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name) ?? [];
    const account = textAt(value, "kind") === "ServiceAccount" ? name : user;
    if (account === undefined || account === "") continue;
    const home = userNamespace ?? textAt(value, "namespace") ?? namespace;
    yield reference("subjects", nameOf("", "ServiceAccount", account, home), path);
  }
}

/** The identity of a leader is its Pod's or its host's name, mostly with a random part behind. */
function* holder({ document, namespace }: StoredObject): Generator<Reference> {
  const identity = textAt(document, "spec.holderIdentity");
  if (identity === undefined) return;
  const path = "spec.holderIdentity";
  const name = identity.replace(/_.*$/s, "");
  const node = nameOf("", "Node", name);
  if (namespace === "kube-node-lease") yield reference("holder", node, path);
  else yield { ...reference("holder", nameOf("", "Pod", name, namespace), path), alternative: node };
}

/** What the kubelet keeps beside its node. */
function* companions({ name }: StoredObject): Generator<Reference> {
  const lease = nameOf("coordination.k8s.io", "Lease", name, "kube-node-lease");
  yield reference("uses", lease, "metadata.name");
  yield reference("uses", nameOf("storage.k8s.io", "CSINode", name), "metadata.name", true);
}

/** Claims made from templates are named after the template, the set and the replica. */
function* templateClaims({ document, name, namespace }: StoredObject): Generator<Reference> {
  const replicas = Math.min(numberAt(document, "spec.replicas", 1), mostReplicas);
  const first = numberAt(document, "spec.ordinals.start", 0);
  for (const [index, template] of listAt(document, "spec.volumeClaimTemplates").entries()) {
    const claim = textAt(template, "metadata.name");
    if (claim === undefined) continue;
    const path = `spec.volumeClaimTemplates[${index}]`;
    for (let replica = first; replica < first + replicas; replica++) {
      const target = nameOf("", "PersistentVolumeClaim", `${claim}-${name}-${replica}`, namespace);
      yield reference("uses", target, path);
    }
  }
}

function numberAt(document: unknown, path: string, usual: number): number {
  const found = memberAt(document, path);
  return typeof found === "number" && Number.isSafeInteger(found) ? found : usual;
}

const accountAnnotation = "kubernetes.io/service-account.name";

function* tokenHolder({ document, namespace }: StoredObject): Generator<Reference> {
  const account = textsAt(document, "metadata.annotations").get(accountAnnotation);
  if (account === undefined) return;
  const path = memberPath("metadata.annotations", accountAnnotation);
  yield reference("usedBy", nameOf("", "ServiceAccount", account, namespace), path);
}
