import { describe, expect, it } from "vitest";
import { keysOf } from "./key-layout.ts";
import type { Reference } from "./relation.ts";
import { type Relations, relationsOf } from "./relations.ts";

interface Parts {
  readonly apiVersion?: string;
  readonly metadata?: object;
  readonly [name: string]: unknown;
}

function object(kind: string, name: string, { apiVersion = "v1", metadata, ...rest }: Parts = {}): object {
  return {
    apiVersion,
    kind,
    metadata: { name, namespace: "shop", uid: `uid-${name}`, ...metadata },
    ...rest,
  };
}

function relations(key: string, document: unknown): Relations {
  const found = relationsOf(key, document);
  if (found === undefined) throw new Error(`${key} has no relations`);
  return found;
}

/** `relation kind namespace/name at path` of every reference; optional ones with a question mark. */
function told(found: Relations): string[] {
  return found.references.map(({ relation, target, path, isOptional }: Reference) => {
    const { kind, namespace, name } = target;
    const full = namespace === undefined ? name : `${namespace}/${name}`;
    return `${relation} ${kind} ${full}${isOptional ? "?" : ""} at ${path}`;
  });
}

const podKey = "/registry/pods/shop/web-1";

describe("the objects that a Pod names", () => {
  it("are found at every place, each once", () => {
    const spec = {
      nodeName: "node-a",
      serviceAccountName: "web",
      imagePullSecrets: [{ name: "regcred" }],
      priorityClassName: "high",
      volumes: [
        { name: "config", configMap: { name: "web-config", optional: true } },
        { name: "data", persistentVolumeClaim: { claimName: "data-web" } },
        { name: "tls", secret: { secretName: "web-tls" } },
        {
          name: "all",
          projected: { sources: [{ configMap: { name: "ca" } }, { secret: { name: "web-tls" } }] },
        },
        { name: "scratch", ephemeral: { volumeClaimTemplate: { spec: {} } } },
        { name: "plain", emptyDir: {} },
      ],
      containers: [
        {
          envFrom: [{ secretRef: { name: "env" } }],
          env: [{ valueFrom: { configMapKeyRef: { name: "ca" } } }],
        },
      ],
    };
    expect(told(relations(podKey, object("Pod", "web-1", { spec })))).toEqual([
      "node Node node-a at spec.nodeName",
      "uses ServiceAccount shop/web at spec.serviceAccountName",
      "uses ConfigMap shop/web-config? at spec.volumes[0].configMap.name",
      "uses ConfigMap shop/ca at spec.volumes[3].projected.sources[0].configMap.name",
      "uses Secret shop/env at spec.containers[0].envFrom[0].secretRef.name",
      "uses Secret shop/web-tls at spec.volumes[2].secret.secretName",
      "uses Secret shop/regcred at spec.imagePullSecrets[0].name",
      "uses PersistentVolumeClaim shop/data-web at spec.volumes[1].persistentVolumeClaim.claimName",
      "uses PriorityClass high at spec.priorityClassName",
      "uses PersistentVolumeClaim shop/web-1-scratch at spec.volumes[4].ephemeral",
      "namespace Namespace shop at metadata.namespace",
    ]);
  });

  it("are those of the template, for what makes Pods", () => {
    const template = { spec: { serviceAccountName: "cron" } };
    const spec = { jobTemplate: { spec: { template } } };
    const found = relations(
      "/registry/cronjobs/shop/nightly",
      object("CronJob", "nightly", { apiVersion: "batch/v1", spec }),
    );
    expect(told(found)).toContain(
      "uses ServiceAccount shop/cron at spec.jobTemplate.spec.template.spec.serviceAccountName",
    );
  });
});

describe("owners", () => {
  const ownerReferences = [
    { apiVersion: "apps/v1", kind: "ReplicaSet", name: "web-56", uid: "one" },
    { apiVersion: "v1", kind: "Node", name: "node-a", uid: "two" },
  ];
  const pod = relations(podKey, object("Pod", "web-1", { metadata: { ownerReferences } }));

  it("carry the uid that tells them from others of their name", () => {
    expect(pod.references.filter(({ relation }) => relation === "owner")).toMatchObject([
      { target: { group: "apps", kind: "ReplicaSet", namespace: "shop", name: "web-56" }, uid: "one" },
      { target: { group: "", kind: "Node", name: "node-a" }, uid: "two" },
    ]);
  });

  it("know their own by the reference, and say when it is another's of their name", () => {
    const set = relations(
      "/registry/replicasets/shop/web-56",
      object("ReplicaSet", "web-56", { apiVersion: "apps/v1", metadata: { uid: "one" } }),
    );
    const again = relations(
      "/registry/replicasets/shop/web-56",
      object("ReplicaSet", "web-56", { apiVersion: "extensions/v1beta1", metadata: { uid: "other" } }),
    );
    const owns = ({ lookups }: Relations) => lookups.find(({ relation }) => relation === "owns");
    expect(owns(set)?.among).toMatchObject({ kind: "Pod", namespace: "shop", namePrefix: "web-56-" });
    expect(owns(set)?.match(pod.object)).toEqual({ path: "metadata.ownerReferences[0]", isOtherUid: false });
    expect(owns(again)?.match(pod.object)).toEqual({ path: "metadata.ownerReferences[0]", isOtherUid: true });
  });

  it("of a custom kind may have made objects of any", () => {
    const database = object("Database", "orders", { apiVersion: "db.example.com/v1" });
    const found = relations("/registry/db.example.com/databases/shop/orders", database);
    expect(found.lookups.find(({ relation }) => relation === "owns")?.among).toEqual({
      group: "",
      kind: undefined,
      namespace: "shop",
      namePrefix: "orders",
    });
    expect(told(found)).toContain(
      "definition CustomResourceDefinition databases.db.example.com at apiVersion",
    );
  });
});

describe("references that are written their own way", () => {
  it.each([
    [
      "/registry/ingress/shop/web",
      object("Ingress", "web", {
        apiVersion: "networking.k8s.io/v1",
        spec: {
          tls: [{ secretName: "tls" }],
          rules: [{ http: { paths: [{ backend: { service: { name: "web" } } }] } }],
        },
      }),
      [
        "routes Service shop/web at spec.rules[0].http.paths[0].backend.service.name",
        "uses Secret shop/tls at spec.tls[0].secretName",
      ],
    ],
    [
      "/registry/horizontalpodautoscalers/shop/web",
      object("HorizontalPodAutoscaler", "web", {
        apiVersion: "autoscaling/v2",
        spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" } },
      }),
      ["scales Deployment shop/web at spec.scaleTargetRef"],
    ],
    [
      "/registry/rolebindings/shop/readers",
      object("RoleBinding", "readers", {
        apiVersion: "rbac.authorization.k8s.io/v1",
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
        subjects: [
          { kind: "ServiceAccount", name: "web" },
          { kind: "User", name: "system:serviceaccount:ops:robot" },
          { kind: "Group", name: "people" },
        ],
      }),
      [
        "grants ClusterRole view at roleRef",
        "subjects ServiceAccount shop/web at subjects[0]",
        "subjects ServiceAccount ops/robot at subjects[1]",
      ],
    ],
    [
      "/registry/persistentvolumes/pv-1",
      {
        apiVersion: "v1",
        kind: "PersistentVolume",
        metadata: { name: "pv-1" },
        spec: {
          claimRef: { kind: "PersistentVolumeClaim", namespace: "shop", name: "data", uid: "u" },
          storageClassName: "fast",
        },
      },
      [
        "bound PersistentVolumeClaim shop/data at spec.claimRef",
        "uses StorageClass fast at spec.storageClassName",
      ],
    ],
    [
      "/registry/endpointslices/shop/web-x",
      object("EndpointSlice", "web-x", {
        apiVersion: "discovery.k8s.io/v1",
        metadata: { labels: { "kubernetes.io/service-name": "web" } },
        endpoints: [
          { nodeName: "node-a", targetRef: { kind: "Pod", namespace: "shop", name: "web-1", uid: "u" } },
        ],
      }),
      [
        "pods Pod shop/web-1 at endpoints[0].targetRef",
        "node Node node-a at endpoints[0].nodeName",
        'routedBy Service shop/web at metadata.labels["kubernetes.io/service-name"]',
      ],
    ],
    [
      "/registry/statefulsets/shop/db",
      object("StatefulSet", "db", {
        apiVersion: "apps/v1",
        spec: { replicas: 2, serviceName: "db", volumeClaimTemplates: [{ metadata: { name: "data" } }] },
      }),
      [
        "uses Service shop/db at spec.serviceName",
        "uses PersistentVolumeClaim shop/data-db-0 at spec.volumeClaimTemplates[0]",
        "uses PersistentVolumeClaim shop/data-db-1 at spec.volumeClaimTemplates[0]",
      ],
    ],
    [
      "/registry/leases/kube-system/scheduler",
      object("Lease", "scheduler", {
        apiVersion: "coordination.k8s.io/v1",
        metadata: { namespace: "kube-system" },
        spec: { holderIdentity: "node-a_3f2" },
      }),
      ["holder Pod kube-system/node-a at spec.holderIdentity"],
    ],
  ])("are read at %s", (key, document, expected) => {
    const found = told(relations(key, document)).filter((one) => !one.startsWith("namespace"));
    expect(found).toEqual(expected);
  });
});

describe("labels", () => {
  const pod = relations(
    podKey,
    object("Pod", "web-1", { metadata: { labels: { app: "web", tier: "front" } } }),
  );
  const pods = ({ lookups }: Relations) => lookups.find(({ relation }) => relation === "pods");

  it("join a Service to its Pods, and back", () => {
    const web = relations(
      "/registry/services/specs/shop/web",
      object("Service", "web", { spec: { selector: { app: "web" } } }),
    );
    const other = relations(
      "/registry/services/specs/shop/o",
      object("Service", "o", { spec: { selector: { app: "o" } } }),
    );
    expect(pods(web)?.match(pod.object)).toEqual({ path: "metadata.labels", isOtherUid: false });
    expect(pods(other)?.match(pod.object)).toBeUndefined();
    const back = pod.lookups.find(({ among }) => among.kind === "Service");
    expect(back?.match(web.object)).toEqual({ path: "spec.selector", isOtherUid: false });
    expect(back?.match(other.object)).toBeUndefined();
  });

  it("of a Service without a selector join nothing, and its Endpoints may be missing", () => {
    const bare = relations("/registry/services/specs/shop/b", object("Service", "b", { spec: {} }));
    expect(pods(bare)).toBeUndefined();
    expect(told(bare)).toContain("endpoints Endpoints shop/b? at metadata.name");
  });

  it.each([
    ["In", ["web"], true],
    ["In", ["db"], false],
    ["NotIn", ["db"], true],
    ["NotIn", ["web"], false],
    ["Exists", [], true],
    ["DoesNotExist", [], false],
    ["Unheard", [], false],
  ])("are matched by expressions: app %s %j is %s", (operator, values, expected) => {
    const spec = {
      selector: { matchLabels: { tier: "front" }, matchExpressions: [{ key: "app", operator, values }] },
    };
    const budget = object("PodDisruptionBudget", "web", { apiVersion: "policy/v1", spec });
    const found = pods(relations("/registry/poddisruptionbudgets/shop/web", budget));
    expect(found?.match(pod.object) !== undefined).toBe(expected);
  });
});

describe("events", () => {
  const event = (uid: string) =>
    relations(
      "/registry/events/shop/web-1.17a",
      object("Event", "web-1.17a", {
        involvedObject: { kind: "Pod", namespace: "shop", name: "web-1", uid },
      }),
    );

  it("are named after their object, and may be of an earlier one", () => {
    const pod = relations(podKey, object("Pod", "web-1"));
    const events = pod.lookups.find(({ relation }) => relation === "events");
    expect(events?.among).toEqual({ group: "", kind: "Event", namespace: "shop", namePrefix: "web-1." });
    expect(events?.match(event("uid-web-1").object)).toEqual({ path: "involvedObject", isOtherUid: false });
    expect(events?.match(event("gone").object)).toEqual({ path: "involvedObject", isOtherUid: true });
    expect(told(event("u"))).toContain("about Pod shop/web-1 at involvedObject");
  });

  it("of a node stand in the namespace default and know it by its name alone", () => {
    const node = relations("/registry/minions/node-a", {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name: "node-a", uid: "u" },
    });
    const events = node.lookups.find(({ relation }) => relation === "events");
    const involvedObject = { kind: "Node", name: "node-a", uid: "node-a" };
    const one = object("Event", "node-a.1", { metadata: { namespace: "default" }, involvedObject });
    const about = relations("/registry/events/default/node-a.1", one);
    expect(events?.among.namespace).toBe("default");
    expect(events?.match(about.object)).toEqual({ path: "involvedObject", isOtherUid: false });
  });
});

describe("the registry", () => {
  const configMap = { group: "", kind: "ConfigMap", namespace: "shop", name: "c" };

  it.each([
    ["/registry/pods/shop/web-1", ["/registry/configmaps/shop/c"]],
    ["/a/b c/pods/shop/web-1", ["/a/b c/configmaps/shop/c"]],
    [
      "/kubernetes.io/pods/shop/web-1",
      ["/kubernetes.io/configmaps/shop/c", "/openshift.io/configmaps/shop/c"],
    ],
  ])("is told from the key %s", (key, expected) => {
    expect(keysOf(relations(key, object("Pod", "web-1")).registry, configMap)).toEqual(expected);
  });

  it("is told from a custom resource's key, and finds others by what definitions say", () => {
    const made = object("Mouse", "m", { apiVersion: "pets.example.com/v1" });
    const { registry } = relations("/registry/pets.example.com/mice/shop/m", made);
    expect(registry).toEqual({ prefix: "/registry", resource: "pets.example.com/mice" });
    const mouse = { group: "pets.example.com", kind: "Mouse", namespace: "shop", name: "n" };
    expect(keysOf(registry, mouse, ["mice"])).toEqual([
      "/registry/pets.example.com/mice/shop/n",
      "/registry/pets.example.com/mice/n",
    ]);
    expect(keysOf(registry, { ...mouse, kind: "Policy", name: "p" })).toContain(
      "/registry/pets.example.com/policies/shop/p",
    );
  });

  it("is none where the key is not the object's", () => {
    expect(relationsOf("/registry/pods/shop/other", object("Pod", "web-1"))).toBeUndefined();
    expect(relationsOf("/registry/pods/shop/web-1", { kind: "Pod" })).toBeUndefined();
    expect(relationsOf("/registry/pods/shop/web-1", [null, 1])).toBeUndefined();
  });
});

describe("documents that are not as they should be", () => {
  it("give what can be read, and nothing else", () => {
    const spec = {
      nodeName: 5,
      volumes: [null, 3, { configMap: null }, { configMap: { name: "" } }, { configMap: { name: "ok" } }],
      containers: "none",
    };
    const metadata = { ownerReferences: [{}, { kind: "Node" }, "x"], labels: [] };
    expect(told(relations(podKey, object("Pod", "web-1", { spec, metadata })))).toEqual([
      "uses ConfigMap shop/ok at spec.volumes[4].configMap.name",
      "namespace Namespace shop at metadata.namespace",
    ]);
  });
});
