import type { RevealAnswer, ValueAnswer } from "@etcdscope/contract";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useQueryFactory } from "../api/api-context.tsx";
import { type ApiFailure, failureOf } from "../api/client.ts";
import { searchOf } from "../links/view-state.ts";
import { useAnnounce } from "../ui/announce.tsx";
import { useCopy } from "../ui/clipboard.ts";
import { bytesOfBase64 } from "./base64.ts";
import { type HiddenPart, partId } from "./hidden-part.ts";
import {
  nothing,
  type Revealed,
  type RevealedKey,
  type RevealedLayer,
  secondsLeft,
  withAnswer,
  without,
  withoutExpired,
} from "./revealed.ts";

/** What of a key is revealed, and how to reveal and hide it. */
export interface Reveals {
  readonly revealed: Revealed;
  /** Seconds until something is hidden again; 0 where nothing is revealed. */
  readonly seconds: number;
  readonly failure: ApiFailure | undefined;
  readonly bytesOf: (part: HiddenPart) => Uint8Array | undefined;
  readonly layerOf: (part: HiddenPart, layer: string) => RevealedLayer | undefined;
  /** With a layer: opens that too. */
  readonly reveal: (part: HiddenPart, layer?: string) => void;
  readonly hide: (part?: HiddenPart) => void;
  /** Copies what is hidden, without showing it. */
  readonly copy: (part: HiddenPart) => void;
}

/**
 * Reveals parts of one version of a key. What is revealed goes away after its time, when the window loses the focus
 * or is hidden, with another version, and with the page.
 */
export function useReveals(key: RevealedKey, { modRevision }: ValueAnswer): Reveals {
  const [revealed, setRevealed] = useState(nothing);
  const [failure, setFailure] = useState<ApiFailure>();
  const timesLeft = useForgetting(modRevision, setRevealed);
  const request = useRequest(key, modRevision, setFailure);
  const asking = useAsking(request, setRevealed, timesLeft);
  const now = useSeconds(revealed.size > 0, setRevealed);
  useAnnouncedEnd(revealed.size > 0);
  return useMemo(
    () => ({
      ...asking,
      revealed,
      failure,
      seconds: revealed.size === 0 ? 0 : secondsLeft(revealed, now),
      bytesOf: (part) => revealed.get(partId(part))?.bytes,
      layerOf: (part, layer) => revealed.get(partId(part))?.layers.get(layer),
      hide: (part) => setRevealed((before) => (part === undefined ? nothing : without(before, part))),
    }),
    [asking, revealed, failure, now],
  );
}

type Request = (part: HiddenPart, layer?: string) => Promise<RevealAnswer | undefined>;

/** Asks the server; a refusal is kept to be told. */
function useRequest(
  { source, keyRef, rev }: RevealedKey,
  modRevision: string,
  setFailure: (failure: ApiFailure | undefined) => void,
): Request {
  const ask = useQueryFactory().reveal;
  return useCallback(
    async ({ in: holder, span }, layer) => {
      const body = {
        ...searchOf(keyRef),
        ...(rev !== undefined && { rev }),
        ...(holder !== null && { in: holder }),
        ...(layer !== undefined && { layer }),
        modRevision,
        span: [...span],
      };
      try {
        const answer = await ask(source, body);
        setFailure(undefined);
        return answer;
      } catch (error) {
        setFailure(failureOf(error));
        return undefined;
      }
    },
    [ask, source, keyRef, rev, modRevision, setFailure],
  );
}

function useAsking(
  request: Request,
  setRevealed: SetRevealed,
  timesLeft: () => number,
): Pick<Reveals, "reveal" | "copy"> {
  const { copy } = useCopy();
  return useMemo(
    () => ({
      reveal: (part, layer) => {
        const before = timesLeft();
        void request(part, layer).then((answer) => {
          // Who has left the window meanwhile does not want it to be shown.
          if (answer === undefined || before !== timesLeft()) return;
          setRevealed((revealed) => withAnswer(revealed, part, answer, Date.now()));
        });
      },
      copy: (part) =>
        void request(part).then((answer) => {
          if (answer !== undefined) copy(new TextDecoder().decode(bytesOfBase64(answer.bytes)));
        }),
    }),
    [request, setRevealed, timesLeft, copy],
  );
}

/** Tells those who do not see it that what was shown is hidden again. */
function useAnnouncedEnd(isOn: boolean): void {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const was = useRef(false);
  useEffect(() => {
    if (was.current && !isOn) announce(t("reveal.gone"));
    was.current = isOn;
  }, [isOn, announce, t]);
}

type SetRevealed = (change: (before: Revealed) => Revealed) => void;

/** Hides everything when the window is left; answers how often it was. */
function useForgetting(modRevision: string, setRevealed: SetRevealed): () => number {
  const times = useRef(0);
  const forget = useCallback((): void => {
    times.current++;
    setRevealed(() => nothing);
  }, [setRevealed]);
  useEffect(() => {
    const onVisibility = (): void => {
      if (document.hidden) forget();
    };
    window.addEventListener("blur", forget);
    window.addEventListener("pagehide", forget);
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      window.removeEventListener("blur", forget);
      window.removeEventListener("pagehide", forget);
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, [forget]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version has other bytes at these places.
  useEffect(() => setRevealed(() => nothing), [modRevision, setRevealed]);
  return useCallback(() => times.current, []);
}

/** The time, every second while something is revealed; what was shown long enough goes. */
function useSeconds(isOn: boolean, setRevealed: SetRevealed): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (!isOn) return;
    const tick = (): void => {
      setNow(Date.now());
      setRevealed((before) => withoutExpired(before, Date.now()));
    };
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [isOn, setRevealed]);
  return now;
}
