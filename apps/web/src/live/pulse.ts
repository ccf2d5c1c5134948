import type { KeyChangeAnswer } from "@etcdscope/contract";
import { type QueryClient, skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { type PathStep, pathSteps, refId, refOf } from "../links/key-ref.ts";

/** What changed lately, for the eye: which rows, and how fast where it is much. */
export interface Pulse {
  /** Rows that changed a moment ago, by identity of their key. */
  readonly glowing: ReadonlyMap<string, Glow>;
  /** Changes a second under a prefix, by its identity, over the last while; only where they are many. */
  readonly rates: ReadonlyMap<string, number>;
  readonly beats: readonly Beat[];
}

export interface Glow {
  readonly at: number;
  /** Another turn than that of the glow before it, where that has not ended: it begins anew. */
  readonly turn: "even" | "odd";
}

/** The changes that came at one time, by the prefixes above. */
interface Beat {
  readonly at: number;
  readonly counts: ReadonlyMap<string, number>;
}

export const still: Pulse = { glowing: new Map(), rates: new Map(), beats: [] };

const glowMs = 1500;
const windowMs = 10_000;
/** Changes a second from which on a prefix is noisy: it shows its rate, and its rows do not glow. */
const noisy = 1;

/** The pulse after some changes; without any, after a time of rest. */
export function pulseAfter(before: Pulse, changes: readonly KeyChangeAnswer[], now: number): Pulse {
  const paths = changes.map((change) => ({ change, steps: pathSteps(refOf(change)) }));
  const recent = before.beats.filter((beat) => now - beat.at < windowMs);
  const beats =
    changes.length === 0
      ? recent
      : [...recent, { at: now, counts: countsOf(paths.map(({ steps }) => steps)) }];
  const rates = ratesOf(beats);
  const glowing = new Map([...before.glowing].filter(([, { at }]) => now - at < glowMs));
  for (const { change, steps } of paths) {
    // A row above changes by its count, where a key came or went.
    const rows = change.change === "changed" ? steps.slice(-1) : steps;
    const isNoisy = steps.slice(1, -1).some(({ prefix }) => rates.has(refId(prefix)));
    if (!isNoisy) for (const { key } of rows) glowing.set(refId(key), glowAfter(before, refId(key), now));
  }
  return { glowing, rates, beats };
}

function glowAfter({ glowing }: Pulse, id: string, now: number): Glow {
  return { at: now, turn: glowing.get(id)?.turn === "even" ? "odd" : "even" };
}

function countsOf(paths: readonly (readonly PathStep[])[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { prefix } of paths.flatMap((steps) => steps.slice(0, -1)))
    counts.set(refId(prefix), (counts.get(refId(prefix)) ?? 0) + 1);
  return counts;
}

function ratesOf(beats: readonly Beat[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { counts } of beats) for (const [id, count] of counts) sums.set(id, (sums.get(id) ?? 0) + count);
  const perSecond = [...sums].map(([id, sum]) => [id, (sum * 1000) / windowMs] as const);
  return new Map(perSecond.filter(([, rate]) => rate >= noisy));
}

const pulseKey = (source: string) => ["pulse", source] as const;

export function tellPulse(client: QueryClient, source: string, changes: readonly KeyChangeAnswer[]): void {
  const after = (before: Pulse | undefined): Pulse => pulseAfter(before ?? still, changes, Date.now());
  client.setQueryData<Pulse>(pulseKey(source), after);
}

const restMs = 2000;

/** The pulse of a source; it comes to rest by itself. */
export function usePulse(source: string): Pulse {
  const client = useQueryClient();
  const { data: pulse = still } = useQuery({
    queryKey: pulseKey(source),
    queryFn: skipToken,
    initialData: still,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
  useEffect(() => {
    if (pulse.beats.length === 0 && pulse.glowing.size === 0) return undefined;
    const timer = setTimeout(() => tellPulse(client, source, []), restMs);
    return () => clearTimeout(timer);
  }, [client, source, pulse]);
  return pulse;
}
