import type { KeyRef } from "@etcdscope/contract";

/** The open key, and where its links lead. */
export interface Linked {
  readonly source: string;
  readonly keyRef: KeyRef;
  /** The revision that the page is pinned to: links stay at it. */
  readonly rev: string | undefined;
  /** The revision at which the links are true. */
  readonly revision: string;
  readonly onPlace: (path: string) => void;
}
