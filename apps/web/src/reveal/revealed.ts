import type { KeyRef, RevealAnswer, ValueAnswer } from "@etcdscope/contract";
import { bytesOfBase64 } from "./base64.ts";
import { type HiddenPart, partId } from "./hidden-part.ts";

/** Milliseconds that something stays revealed. */
export const shownFor = 30_000;

/** A layer of revealed bytes, with its own. */
export interface RevealedLayer {
  readonly answer: ValueAnswer;
  readonly bytes: Uint8Array;
}

interface RevealedPart {
  readonly part: HiddenPart;
  readonly bytes: Uint8Array;
  readonly until: number;
  readonly layers: ReadonlyMap<string, RevealedLayer>;
}

/** What is revealed now, in this page's memory and nowhere else. */
export type Revealed = ReadonlyMap<string, RevealedPart>;

export const nothing: Revealed = new Map();

/** With one more part, or a layer of one; it is shown for its whole time from now on. */
export function withAnswer(
  revealed: Revealed,
  part: HiddenPart,
  { bytes, opened, layerBytes }: RevealAnswer,
  now: number,
): Revealed {
  const id = partId(part);
  const layers = new Map(revealed.get(id)?.layers);
  if (opened?.opened) {
    const answer = opened;
    layers.set(opened.opened.layer, { answer, bytes: bytesOfBase64(layerBytes ?? "") });
  }
  const one = { part, bytes: bytesOfBase64(bytes), until: now + shownFor, layers };
  return new Map([...revealed, [id, one]]);
}

/** Without what has been shown for its time; the same map where that is nothing. */
export function withoutExpired(revealed: Revealed, now: number): Revealed {
  const left = [...revealed].filter(([, { until }]) => until > now);
  if (left.length === revealed.size) return revealed;
  return left.length === 0 ? nothing : new Map(left);
}

export function without(revealed: Revealed, part: HiddenPart): Revealed {
  return new Map([...revealed].filter(([id]) => id !== partId(part)));
}

/** Whole seconds until the first of them is hidden again. */
export function secondsLeft(revealed: Revealed, now: number): number {
  const first = Math.min(...[...revealed.values()].map(({ until }) => until));
  return Math.max(0, Math.ceil((first - now) / 1000));
}

/** What is asked of the server, and which version it must be of. */
export interface RevealedKey {
  readonly source: string;
  readonly keyRef: KeyRef;
  readonly rev: string | undefined;
}
