/**
 * Where the packages of Kubernetes 1.4 to 1.7 are today. Their .proto packages begin `k8s.io.kubernetes.pkg`, and
 * `k8s.io.client_go.pkg` in the client library's copies.
 */
const PACKAGES: readonly (readonly [RegExp, string])[] = [
  [/^api\.v1$/, "api.core.v1"],
  [/^api\.unversioned$/, "apimachinery.pkg.apis.meta.v1"],
  [/^api\.resource$/, "apimachinery.pkg.api.resource"],
  [/^(runtime|util\.intstr|watch\.versioned)$/, "apimachinery.pkg.$1"],
  [/^apis\.(\w+\.\w+)$/, "api.$1"],
];

/** Messages that were core/v1's own until 1.6, and are every group's since. */
const SHARED =
  /^k8s\.io\.api\.core\.v1\.(?=(?:DeleteOptions|ExportOptions|ListOptions|ObjectMeta|OwnerReference|Preconditions)$)/;

const META = "k8s.io.apimachinery.pkg.apis.meta.v1.";

/** The full name that a message of any release has today; it begins with a dot if the given one does. */
export function presentName(fullName: string): string {
  if (fullName.startsWith(".")) return `.${presentName(fullName.slice(1))}`;
  const [, path = "", name = ""] =
    /^k8s\.io\.(?:kubernetes|client_go)\.pkg\.(.*)\.(\w+)$/.exec(fullName) ?? [];
  const moved = PACKAGES.find(([pattern]) => pattern.test(path));
  const present = moved === undefined ? fullName : `k8s.io.${path.replace(...moved)}.${name}`;
  return present.replace(SHARED, META);
}
