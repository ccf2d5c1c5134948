/** A Debian package that a release is read from, pinned so that the output never depends on the day it was made. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  readonly suite: string;
  readonly kind: "binary" | "source";
  readonly sha256: string;
  /** The paths taken out of a source package's archive, relative to its top folder. */
  readonly only?: readonly string[];
  /** The folder that a source package's top folder becomes. */
  readonly within?: string;
  /** Folders of the unpacked package that correspond to GOPATH's `src`. */
  readonly goRoots: readonly string[];
}

export interface Release {
  /** How the schema and its documents name it. */
  readonly name: string;
  readonly packages: readonly PinnedPackage[];
}

const GOCODE = ["usr/share/gocode/src"];
const STAGING = "staging/src/k8s.io";

const APIMACHINERY_0_36: PinnedPackage = {
  name: "golang-k8s-apimachinery-dev",
  version: "0.36.4-3",
  suite: "sid",
  kind: "binary",
  sha256: "020045b2e32576be3350f382133cefaa6342f17ab8df24175667f6882b32925b",
  goRoots: GOCODE,
};

/** Oldest first; a newer release's definition wins. */
export const RELEASES: readonly Release[] = [
  {
    name: "openshift-4.0",
    packages: [
      {
        name: "golang-github-openshift-api-dev",
        version: "4.0+git20190508.81d064c-4",
        suite: "trixie",
        kind: "binary",
        sha256: "6cbfe7c70a53234f6f49266a76661143da2bb86d2b7994099fd8cac96162fdba",
        goRoots: [...GOCODE, "usr/share/gocode/src/github.com/openshift/api/vendor"],
      },
    ],
  },
  {
    name: "1.20.2",
    packages: [
      {
        name: "kubernetes",
        version: "1.20.5+really1.20.2-1.1+deb12u1",
        suite: "bookworm",
        kind: "source",
        sha256: "b83c0780efb182d928dc63d46488a847f161f04e40a94b96bf5247dd671ecdfc",
        only: ["api", "apimachinery", "apiextensions-apiserver", "kube-aggregator"].map(
          (part) => `${STAGING}/${part}`,
        ),
        goRoots: ["staging/src"],
      },
    ],
  },
  {
    name: "1.32.3",
    packages: [
      {
        name: "golang-k8s-api-dev",
        version: "0.32.3-1",
        suite: "trixie",
        kind: "binary",
        sha256: "f7b52c32b3522bf8c6ccc7c9645d01c87cbee31ab22de2a92de56fac3e4dd772",
        goRoots: GOCODE,
      },
      {
        name: "golang-k8s-apimachinery-dev",
        version: "0.32.3-2",
        suite: "trixie",
        kind: "binary",
        sha256: "7b83b05ec2fd0bf6f1db8a2b0c0dcbfbdd5ec555210ea5c4dc09575346fdf2f6",
        goRoots: GOCODE,
      },
    ],
  },
  {
    name: "1.33.4",
    packages: [
      {
        name: "golang-k8s-api",
        version: "0.33.4-1",
        suite: "sid",
        kind: "source",
        sha256: "f49f83a9b146570c5e8d48513ebec07b02ff93eef973d2e11da48b81e372e692",
        within: "k8s.io/api",
        goRoots: [""],
      },
      APIMACHINERY_0_36,
    ],
  },
  {
    name: "1.36.4",
    packages: [
      {
        name: "golang-k8s-api-dev",
        version: "0.36.4-1",
        suite: "sid",
        kind: "binary",
        sha256: "0b5f0e6bb3c55edf6a564496c5997b729e0b03c6597891a32dac9b6d71b9e109",
        goRoots: GOCODE,
      },
      APIMACHINERY_0_36,
      {
        name: "golang-k8s-apiextensions-apiserver-dev",
        version: "0.36.4-1",
        suite: "sid",
        kind: "binary",
        sha256: "2b99dfbbdbea3372c625abfb6fcbdaf9ea79e36110bf06a66ac014c25f9babf8",
        goRoots: GOCODE,
      },
    ],
  },
];
