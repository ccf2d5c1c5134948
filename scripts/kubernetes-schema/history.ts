import { readFileSync } from "node:fs";
import type { Checkouts, PinnedCommit } from "./checkouts.ts";
import { type ReleaseModel, readRelease } from "./release-model.ts";

/** A release that is read from commits of public repositories. */
export interface CommittedRelease {
  readonly name: string;
  readonly commits: readonly PinnedCommit[];
  /** The release of Kubernetes whose messages another distribution's refer to. */
  readonly references?: string;
}

/** The last patch of every minor release, the release in work, and each release of OpenShift's API. */
export function committedReleases(): readonly CommittedRelease[] {
  const rows: CommittedRelease[] = JSON.parse(readFileSync(new URL("commits.json", import.meta.url), "utf8"));
  return rows;
}

export function readHistory(checkouts: Checkouts): ReleaseModel[] {
  const releases = committedReleases();
  const commitsOf = (name: string | undefined) =>
    releases.find((other) => other.name === name)?.commits ?? [];
  return releases.map(({ name, commits, references }) => {
    const roots = [...commits, ...commitsOf(references)].map((pin) => checkouts.unpacked(pin));
    const model = readRelease(name, roots);
    return references === undefined ? model : ownPart(model);
  });
}

/** A distribution's own messages and kinds, without those of the Kubernetes that they refer to. */
function ownPart({ release, messages, kinds }: ReleaseModel): ReleaseModel {
  const isOwn = (message: string) => !message.startsWith("k8s.io.");
  return {
    release,
    messages: new Map([...messages].filter(([name]) => isOwn(name))),
    kinds: new Map([...kinds].filter(([, message]) => isOwn(message))),
  };
}
