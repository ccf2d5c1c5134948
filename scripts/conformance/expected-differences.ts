/** Differences that are known and right, each with its reason; anything else fails the run. */
interface ExpectedDifference {
  /** The sets it is expected in. */
  readonly sets: RegExp;
  readonly names: RegExp;
  readonly reason: string;
}

const only = (release: string) =>
  `only Kubernetes ${release} has the kind, and no pinned package is of that release`;

export const EXPECTED_DIFFERENCES: readonly ExpectedDifference[] = [
  {
    sets: /^golden /,
    names: /^core\.v1\.WatchEvent$/,
    reason: "WatchEvent: sent to watchers and never stored; its envelope names no kind to decode it by",
  },
  {
    sets: / v1\.31\.0$/,
    names: /^resource\.k8s\.io\.v1alpha3\.PodSchedulingContext$/,
    reason: `PodSchedulingContext: ${only("1.31")}`,
  },
  {
    sets: / v1\.34\.0$/,
    names: /^certificates\.k8s\.io\.v1alpha1\.PodCertificateRequest$/,
    reason: `PodCertificateRequest v1alpha1: ${only("1.34")}`,
  },
  {
    sets: / v1\.35\.0$/,
    names: /^scheduling\.k8s\.io\.v1alpha1\.Workload$/,
    reason: `Workload v1alpha1: ${only("1.35")}`,
  },
];

/** Why a pair of a set may differ; undefined where it may not. */
export function expectedDifference(set: string, name: string): string | undefined {
  return EXPECTED_DIFFERENCES.find(({ sets, names }) => sets.test(set) && names.test(name))?.reason;
}
