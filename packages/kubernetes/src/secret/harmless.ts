import type { PathStep } from "@etcdscope/codec";
import { fitsPath, type PathPattern, parsePathPattern } from "./path-pattern.ts";

/** What a harmless field may hold; anything else in it is hidden. */
export type Form = "name" | "names" | "label" | "number" | "boolean" | "time" | "uid";

const forms: Readonly<Record<Form, RegExp>> = {
  name: /^[\w.:/~-]{0,253}$/,
  names: /^[\w.:/*@, -]{0,1000}$/,
  label: /^[\w.-]{0,63}$/,
  number: /^-?\d{0,20}$/,
  boolean: /^(?:true|false|null|)$/,
  time: /^(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)|null|)$/,
  uid: /^[\da-fA-F-]{0,64}$/,
};

/** Annotations of Secrets that say where a Secret comes from, and never what it holds; all others are hidden. */
export const harmlessAnnotations: Readonly<Record<string, Form>> = {
  "kubernetes.io/service-account.name": "name",
  "kubernetes.io/service-account.uid": "uid",
  "kubernetes.io/enforce-mountable-secrets": "boolean",
  "meta.helm.sh/release-name": "name",
  "meta.helm.sh/release-namespace": "name",
  "helm.sh/hook": "names",
  "helm.sh/hook-delete-policy": "names",
  "helm.sh/hook-weight": "number",
  "helm.sh/resource-policy": "name",
  "argocd.argoproj.io/sync-wave": "number",
  "cert-manager.io/alt-names": "names",
  "cert-manager.io/certificate-name": "name",
  "cert-manager.io/common-name": "names",
  "cert-manager.io/ip-sans": "names",
  "cert-manager.io/issuer-group": "name",
  "cert-manager.io/issuer-kind": "name",
  "cert-manager.io/issuer-name": "name",
  "cert-manager.io/uri-sans": "names",
  "auth.openshift.io/certificate-not-after": "time",
  "auth.openshift.io/certificate-not-before": "time",
  "service.beta.openshift.io/expiry": "time",
  "service.alpha.openshift.io/expiry": "time",
  "sealedsecrets.bitnami.com/managed": "boolean",
};

/**
 * Fields of a Secret that are shown. What else is in it is hidden, whatever it is: of `fieldsV1` only the names of fields
 * are left, which have no values.
 */
const shown: Readonly<Record<string, Form>> = {
  apiVersion: "name",
  kind: "name",
  type: "name",
  immutable: "boolean",
  "metadata.name": "name",
  "metadata.generateName": "name",
  "metadata.namespace": "name",
  "metadata.selfLink": "name",
  "metadata.clusterName": "name",
  "metadata.uid": "uid",
  "metadata.resourceVersion": "number",
  "metadata.generation": "number",
  "metadata.creationTimestamp": "time",
  "metadata.deletionTimestamp": "time",
  "metadata.deletionGracePeriodSeconds": "number",
  "metadata.labels.*": "label",
  "metadata.finalizers[*]": "name",
  "metadata.ownerReferences[*].apiVersion": "name",
  "metadata.ownerReferences[*].kind": "name",
  "metadata.ownerReferences[*].name": "name",
  "metadata.ownerReferences[*].uid": "uid",
  "metadata.ownerReferences[*].controller": "boolean",
  "metadata.ownerReferences[*].blockOwnerDeletion": "boolean",
  "metadata.managedFields[*].manager": "names",
  "metadata.managedFields[*].operation": "name",
  "metadata.managedFields[*].apiVersion": "name",
  "metadata.managedFields[*].time": "time",
  "metadata.managedFields[*].fieldsType": "name",
  "metadata.managedFields[*].subresource": "name",
};

/** Of a mention of a Secret inside another object, which may say more of it than a Secret does of itself. */
const shownInside: Readonly<Record<string, Form>> = {
  name: "name",
  namespace: "name",
  uid: "uid",
  group: "name",
  apiGroup: "name",
};

interface Shown {
  readonly pattern: PathPattern;
  readonly form: Form;
}

const read = (paths: Readonly<Record<string, Form>>): Shown[] =>
  Object.entries(paths).map(([path, form]) => ({ pattern: parsePathPattern(path) ?? [], form }));

const shownFields = read(shown);
const shownFieldsInside = read(shownInside);

/** The form of a Secret's field that is shown when it has it; `undefined` for what is always hidden. */
export function shownForm(path: readonly PathStep[], isInside: boolean): Form | undefined {
  const [first, second, third] = path;
  if (first === "metadata" && second === "annotations")
    return typeof third === "string" && path.length === 3 ? harmlessForm(third) : undefined;
  const all = isInside ? [...shownFields, ...shownFieldsInside] : shownFields;
  return all.find(({ pattern }) => fitsPath(pattern, path))?.form;
}

export function harmlessForm(annotation: string): Form | undefined {
  return Object.hasOwn(harmlessAnnotations, annotation) ? harmlessAnnotations[annotation] : undefined;
}

/** Whether a text has a form. */
export function hasForm(form: Form, text: string): boolean {
  return forms[form].test(text);
}

/** Whether a number or truth value, in an encoding that tells them apart from text, has a form. */
export function takesNumbers(form: Form): boolean {
  return form === "number" || form === "boolean" || form === "time";
}
