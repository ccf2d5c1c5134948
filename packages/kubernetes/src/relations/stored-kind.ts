/** A kind as the API server stores it. */
export interface StoredKind {
  readonly kind: string;
  readonly group: string;
  /** Where its objects stand under the registry: `services/specs`. */
  readonly resource: string;
  readonly isNamespaced: boolean;
}

type Scope = "in a namespace" | "of the cluster";

/** Built-in kinds by group. A resource's name is the kind's plural in lower case unless told. */
const kindsByGroup: readonly (readonly [group: string, scope: Scope, kinds: string])[] = [
  [
    "",
    "in a namespace",
    "ConfigMap Endpoints=services/endpoints Event LimitRange PersistentVolumeClaim Pod PodTemplate ReplicationController=controllers ResourceQuota Secret Service=services/specs ServiceAccount",
  ],
  ["", "of the cluster", "Namespace Node=minions PersistentVolume"],
  ["apps", "in a namespace", "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet"],
  ["batch", "in a namespace", "CronJob Job"],
  ["autoscaling", "in a namespace", "HorizontalPodAutoscaler"],
  ["policy", "in a namespace", "PodDisruptionBudget"],
  ["policy", "of the cluster", "PodSecurityPolicy=podsecuritypolicy"],
  ["networking.k8s.io", "in a namespace", "Ingress=ingress NetworkPolicy=networkpolicies"],
  ["networking.k8s.io", "of the cluster", "IngressClass=ingressclasses IPAddress=ipaddresses ServiceCIDR"],
  ["discovery.k8s.io", "in a namespace", "EndpointSlice"],
  ["coordination.k8s.io", "in a namespace", "Lease LeaseCandidate"],
  ["events.k8s.io", "in a namespace", "Event"],
  ["rbac.authorization.k8s.io", "in a namespace", "Role RoleBinding"],
  ["rbac.authorization.k8s.io", "of the cluster", "ClusterRole ClusterRoleBinding"],
  ["storage.k8s.io", "in a namespace", "CSIStorageCapacity=csistoragecapacities"],
  [
    "storage.k8s.io",
    "of the cluster",
    "CSIDriver CSINode StorageClass=storageclasses VolumeAttachment VolumeAttributesClass=volumeattributesclasses",
  ],
  ["scheduling.k8s.io", "of the cluster", "PriorityClass=priorityclasses"],
  ["node.k8s.io", "of the cluster", "RuntimeClass=runtimeclasses"],
  ["certificates.k8s.io", "of the cluster", "CertificateSigningRequest"],
  [
    "admissionregistration.k8s.io",
    "of the cluster",
    "MutatingWebhookConfiguration ValidatingWebhookConfiguration ValidatingAdmissionPolicy=validatingadmissionpolicies ValidatingAdmissionPolicyBinding",
  ],
  ["flowcontrol.apiserver.k8s.io", "of the cluster", "FlowSchema PriorityLevelConfiguration"],
  [
    "apiextensions.k8s.io",
    "of the cluster",
    "CustomResourceDefinition=apiextensions.k8s.io/customresourcedefinitions",
  ],
  ["apiregistration.k8s.io", "of the cluster", "APIService=apiregistration.k8s.io/apiservices"],
  ["resource.k8s.io", "in a namespace", "ResourceClaim ResourceClaimTemplate"],
  ["resource.k8s.io", "of the cluster", "DeviceClass=deviceclasses ResourceSlice"],
];

/** Groups that served a kind before the one that does now, or beside it. */
const formerGroups: Readonly<Record<string, readonly string[]>> = {
  apps: ["extensions"],
  "networking.k8s.io": ["extensions"],
  policy: ["extensions"],
  autoscaling: ["extensions"],
};

const stored: ReadonlyMap<string, StoredKind> = new Map(kindsByGroup.flatMap(storedKinds));

function storedKinds([group, scope, kinds]: (typeof kindsByGroup)[number]): [string, StoredKind][] {
  const isNamespaced = scope === "in a namespace";
  return kinds.split(" ").flatMap((text) => {
    const [kind = "", resource = `${kind.toLowerCase()}s`] = text.split("=");
    const one: StoredKind = { kind, group, resource, isNamespaced };
    return [group, ...(formerGroups[group] ?? [])].map((served): [string, StoredKind] => [
      `${served} ${kind}`,
      one,
    ]);
  });
}

/** How a built-in kind is stored; `undefined` for one that a custom resource definition brought. */
export function storedKind(group: string, kind: string): StoredKind | undefined {
  return stored.get(`${group} ${kind}`);
}

/** Of an API version (`apps/v1`, `v1`) the group; the core group is empty. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf("/");
  return slash === -1 ? "" : apiVersion.slice(0, slash);
}

/** What a kind's plural is likely to be, likeliest first: a definition may name any. */
export function likelyPlurals(kind: string): string[] {
  const name = kind.toLowerCase();
  if (/[^aeiou]y$/.test(name)) return [`${name.slice(0, -1)}ies`, `${name}s`, name];
  if (/(?:s|x|z|ch|sh)$/.test(name)) return [`${name}es`, name, `${name}s`];
  return [`${name}s`, name];
}
