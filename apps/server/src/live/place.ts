/**
 * A place in what a source has told: everything up to this revision. A source that is set back to another past
 * begins another history, in which the same revisions mean other things.
 */
export interface Place {
  readonly history: number;
  readonly revision: bigint;
}

/** Of one who has seen nothing that can be gone on from. */
export const nowhere: Place = { history: -1, revision: 0n };

/** A place as the id of an event: the revision, and behind a dot the history unless it is the first. */
export function placeText({ history, revision }: Place): string {
  return history === 0 ? String(revision) : `${revision}.${history}`;
}

/** The place of an event's id; nowhere when it is none of ours. */
export function placeOf(text: string): Place {
  const [, revision, history] = /^(\d{1,19})(?:\.(\d{1,9}))?$/.exec(text) ?? [];
  return revision === undefined ? nowhere : { history: Number(history ?? 0), revision: BigInt(revision) };
}
