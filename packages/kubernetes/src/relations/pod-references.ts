import { memberAt, placesOf, textAt } from "./document-path.ts";
import type { Reference } from "./relation.ts";
import { nameOf, type StoredObject } from "./stored-object.ts";

/** Where kinds that make Pods, and Pods themselves, keep what a Pod is made of. */
const podSpecs: Readonly<Record<string, string>> = {
  Pod: "spec",
  PodTemplate: "template.spec",
  Deployment: "spec.template.spec",
  DeploymentConfig: "spec.template.spec",
  ReplicaSet: "spec.template.spec",
  ReplicationController: "spec.template.spec",
  StatefulSet: "spec.template.spec",
  DaemonSet: "spec.template.spec",
  Job: "spec.template.spec",
  CronJob: "spec.jobTemplate.spec.template.spec",
};

interface Rule {
  readonly at: string;
  readonly group?: string;
  readonly kind: string;
}

const containers = ["initContainers[]", "containers[]", "ephemeralContainers[]"];

const rules: readonly Rule[] = [
  { at: "serviceAccountName", kind: "ServiceAccount" },
  { at: "volumes[].configMap.name", kind: "ConfigMap" },
  { at: "volumes[].projected.sources[].configMap.name", kind: "ConfigMap" },
  ...containers.flatMap((container) => [
    { at: `${container}.envFrom[].configMapRef.name`, kind: "ConfigMap" },
    { at: `${container}.env[].valueFrom.configMapKeyRef.name`, kind: "ConfigMap" },
    { at: `${container}.envFrom[].secretRef.name`, kind: "Secret" },
    { at: `${container}.env[].valueFrom.secretKeyRef.name`, kind: "Secret" },
  ]),
  { at: "volumes[].secret.secretName", kind: "Secret" },
  { at: "volumes[].projected.sources[].secret.name", kind: "Secret" },
  { at: "volumes[].csi.nodePublishSecretRef.name", kind: "Secret" },
  { at: "imagePullSecrets[].name", kind: "Secret" },
  { at: "volumes[].persistentVolumeClaim.claimName", kind: "PersistentVolumeClaim" },
  { at: "volumes[].csi.driver", group: "storage.k8s.io", kind: "CSIDriver" },
  { at: "priorityClassName", group: "scheduling.k8s.io", kind: "PriorityClass" },
  { at: "runtimeClassName", group: "node.k8s.io", kind: "RuntimeClass" },
];

/** The node that a Pod runs on and the objects that it needs, or the Pods made from a template will. */
export function* podReferences({ kind, name, namespace, document }: StoredObject): Generator<Reference> {
  const spec = podSpecs[kind];
  if (spec === undefined) return;
  const node = textAt(document, `${spec}.nodeName`);
  if (node !== undefined) {
    const target = nameOf("", "Node", node);
    yield { relation: "node", target, path: `${spec}.nodeName`, isOptional: false };
  }
  for (const rule of rules) {
    for (const { path, value, holder } of placesOf(document, `${spec}.${rule.at}`)) {
      if (typeof value !== "string" || value === "") continue;
      const target = nameOf(rule.group ?? "", rule.kind, value, namespace);
      yield { relation: "uses", target, path, isOptional: isMarkedOptional(holder) };
    }
  }
  if (kind === "Pod") yield* ephemeralClaims(name, namespace, document);
}

function isMarkedOptional(holder: unknown): boolean {
  return typeof holder === "object" && holder !== null && "optional" in holder && holder.optional === true;
}

/** The claim of an ephemeral volume is named after the Pod and the volume. */
function* ephemeralClaims(
  name: string,
  namespace: string | undefined,
  document: unknown,
): Generator<Reference> {
  for (const { path, value } of placesOf(document, "spec.volumes[]")) {
    const volume = textAt(value, "name");
    if (volume === undefined || memberAt(value, "ephemeral.volumeClaimTemplate") === undefined) continue;
    const target = nameOf("", "PersistentVolumeClaim", `${name}-${volume}`, namespace);
    yield { relation: "uses", target, path: `${path}.ephemeral`, isOptional: false };
  }
}
