import { textAt, textsAt } from "./document-path.ts";
import { referencesOf } from "./references.ts";
import type { Among, Lookup, Match, RelationId } from "./relation.ts";
import { labelSelector, plainSelector, type Selects } from "./selector.ts";
import { isKind, type ObjectName, type StoredObject } from "./stored-object.ts";

/** Objects of a kind that may name the open one; `everywhere`, not only in its namespace. */
interface Namer {
  readonly relation: RelationId;
  readonly group?: string;
  readonly kind: string;
  readonly everywhere?: true;
}

const networking = "networking.k8s.io";
const storage = "storage.k8s.io";
const rbac = "rbac.authorization.k8s.io";

const usedByPods: Namer = { relation: "usedBy", kind: "Pod" };
const scaled: Namer = { relation: "scaledBy", group: "autoscaling", kind: "HorizontalPodAutoscaler" };
const boundInNamespace: Namer = { relation: "grantedBy", group: rbac, kind: "RoleBinding" };
const boundEverywhere: Namer = { ...boundInNamespace, everywhere: true };
const boundToCluster: Namer = { ...boundEverywhere, kind: "ClusterRoleBinding" };

const namers: Readonly<Record<string, readonly Namer[]>> = {
  ConfigMap: [usedByPods],
  Secret: [
    usedByPods,
    { relation: "usedBy", kind: "ServiceAccount" },
    { relation: "usedBy", group: networking, kind: "Ingress" },
  ],
  PersistentVolumeClaim: [usedByPods],
  ServiceAccount: [usedByPods, boundInNamespace, boundToCluster],
  PersistentVolume: [{ relation: "usedBy", group: storage, kind: "VolumeAttachment", everywhere: true }],
  StorageClass: [
    { relation: "usedBy", kind: "PersistentVolumeClaim", everywhere: true },
    { relation: "usedBy", kind: "PersistentVolume", everywhere: true },
  ],
  PriorityClass: [{ ...usedByPods, everywhere: true }],
  RuntimeClass: [{ ...usedByPods, everywhere: true }],
  IngressClass: [{ relation: "usedBy", group: networking, kind: "Ingress", everywhere: true }],
  Service: [{ relation: "routedBy", group: networking, kind: "Ingress" }],
  Pod: [{ relation: "routedBy", group: "discovery.k8s.io", kind: "EndpointSlice" }],
  Deployment: [scaled],
  StatefulSet: [scaled],
  ReplicaSet: [scaled],
  ReplicationController: [scaled],
  Role: [boundInNamespace],
  ClusterRole: [boundToCluster, boundEverywhere],
  Node: [{ relation: "runs", kind: "Pod", everywhere: true }],
};

/** Kinds that controllers make, by the kind that owns them; their names begin with its name. */
const dependents: Readonly<Record<string, readonly (readonly [group: string, kind: string])[]>> = {
  Deployment: [["apps", "ReplicaSet"]],
  ReplicaSet: [["", "Pod"]],
  ReplicationController: [["", "Pod"]],
  StatefulSet: [
    ["", "Pod"],
    ["apps", "ControllerRevision"],
  ],
  DaemonSet: [
    ["", "Pod"],
    ["apps", "ControllerRevision"],
  ],
  Job: [["", "Pod"]],
  CronJob: [["batch", "Job"]],
};

/** Kinds that own nothing, or own what is found otherwise. */
const childless = new Set(
  "Event Namespace Node ConfigMap Secret ServiceAccount Pod Service Endpoints EndpointSlice Lease Role RoleBinding ClusterRole ClusterRoleBinding PersistentVolume PersistentVolumeClaim StorageClass Ingress HorizontalPodAutoscaler CustomResourceDefinition APIService".split(
    " ",
  ),
);

/** Where to look for what has to do with an object, and how to tell that it has. */
export function lookupsOf(object: StoredObject): Lookup[] {
  return [
    ...owned(object),
    ...endpointSlices(object),
    ...selectedPods(object),
    ...selectingServices(object),
    ...(namers[object.kind] ?? []).map((namer) => namedBy(object, namer)),
    ...instances(object),
    ...events(object),
  ];
}

function owned(object: StoredObject): Lookup[] {
  const known = dependents[object.kind];
  const among = { namespace: object.namespace, namePrefix: `${object.name}-` };
  if (known !== undefined)
    return known.map(([group, kind]) => naming(object, "owns", { ...among, group, kind }));
  if (childless.has(object.kind) || object.uid === undefined) return [];
  return [naming(object, "owns", { ...among, namePrefix: object.name, group: "", kind: undefined })];
}

function namedBy(object: StoredObject, { relation, group = "", kind, everywhere }: Namer): Lookup {
  const namespace = everywhere === true ? undefined : object.namespace;
  return naming(object, relation, { group, kind, namespace, namePrefix: "" });
}

function endpointSlices(object: StoredObject): Lookup[] {
  if (!isKind(object, "", "Service")) return [];
  const { namespace, name } = object;
  const among = { group: "discovery.k8s.io", kind: "EndpointSlice", namespace, namePrefix: name };
  return [naming(object, "endpoints", among)];
}

/** Events are named after their object; those of objects of the whole cluster stand in the namespace `default`. */
function events(object: StoredObject): Lookup[] {
  if (object.kind === "Event") return [];
  const { namespace = "default", name } = object;
  return [naming(object, "events", { group: "", kind: "Event", namespace, namePrefix: `${name}.` })];
}

/** Candidates whose own references have the open object among them. */
function naming(object: StoredObject, relation: RelationId, among: Among): Lookup {
  const isOwner = relation === "owns";
  return {
    relation,
    among,
    match: (candidate) => {
      const found = referencesOf(candidate).find(
        (one) => (one.relation === "owner") === isOwner && isNamed(object, one.target),
      );
      return found === undefined ? undefined : matchOf(object, found.path, found.uid);
    },
  };
}

function matchOf({ uid: own }: StoredObject, path: string, uid: string | undefined): Match {
  return { path, isOtherUid: uid !== undefined && own !== undefined && uid !== own };
}

/** A custom kind's namespace may be told though its objects are of the whole cluster. */
function isNamed(object: StoredObject, target: ObjectName): boolean {
  if (object.name !== target.name || !isKind(object, target.group, target.kind)) return false;
  return object.namespace === undefined || object.namespace === target.namespace;
}

interface PodSelector {
  readonly path: string;
  readonly read: (document: unknown, path: string) => Selects | undefined;
}

const podSelectors: Readonly<Record<string, PodSelector>> = {
  Service: { path: "spec.selector", read: plainSelector },
  PodDisruptionBudget: { path: "spec.selector", read: labelSelector },
  NetworkPolicy: { path: "spec.podSelector", read: labelSelector },
};

function selectedPods({ kind, namespace, document }: StoredObject): Lookup[] {
  const selector = podSelectors[kind];
  const selects = selector?.read(document, selector.path);
  if (selector === undefined || selects === undefined) return [];
  return [
    {
      relation: "pods",
      among: { group: "", kind: "Pod", namespace, namePrefix: "" },
      path: selector.path,
      match: (candidate) =>
        selects(labelsOf(candidate)) ? { path: "metadata.labels", isOtherUid: false } : undefined,
    },
  ];
}

function selectingServices(object: StoredObject): Lookup[] {
  if (!isKind(object, "", "Pod")) return [];
  const labels = labelsOf(object);
  const { namespace } = object;
  return [
    {
      relation: "routedBy",
      among: { group: "", kind: "Service", namespace, namePrefix: "" },
      path: "metadata.labels",
      match: ({ document }) =>
        plainSelector(document, "spec.selector")?.(labels)
          ? { path: "spec.selector", isOtherUid: false }
          : undefined,
    },
  ];
}

const labelsOf = ({ document }: StoredObject): ReadonlyMap<string, string> =>
  textsAt(document, "metadata.labels");

/** The custom resources of a definition. */
function instances({ kind: own, document }: StoredObject): Lookup[] {
  const group = textAt(document, "spec.group");
  const kind = textAt(document, "spec.names.kind");
  const plural = textAt(document, "spec.names.plural");
  if (own !== "CustomResourceDefinition" || group === undefined || kind === undefined) return [];
  const among = { group, kind, namespace: undefined, namePrefix: "" };
  return [
    {
      relation: "instances",
      among: { ...among, ...(plural === undefined ? {} : { plural }) },
      match: () => ({ isOtherUid: false }),
    },
  ];
}
