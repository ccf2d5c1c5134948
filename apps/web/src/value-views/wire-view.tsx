import { possiblePayloads } from "@etcdscope/codec";
import {
  type FieldAnswer,
  parseWireGuesses,
  type WireGuessId,
  wireGuessesText,
  wireGuessIds,
} from "@etcdscope/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useQueryFactory } from "../api/api-context.tsx";
import { failureOf } from "../api/client.ts";
import { FailureNotice } from "../ui/failure-notice.tsx";
import { StateNote } from "../ui/state.tsx";
import { FieldGrid } from "./field-grid.tsx";
import type { Guessing } from "./guess-select.tsx";
import { useBytes } from "./use-bytes.ts";
import { useFieldParts } from "./use-field-parts.ts";
import type { ViewProps } from "./view-props.ts";

/** What the bytes are by themselves; what a person takes them for is in the address. */
export function WireView(props: ViewProps) {
  const { t } = useTranslation();
  const { source, keyRef, value, guess = "" } = props;
  const options = useQueryFactory().guessed(source, keyRef, value, guess);
  const { data, error, refetch } = useQuery({
    ...options,
    enabled: guess !== "",
    placeholderData: keepPreviousData,
  });
  const guessing = useGuessing(props);
  const { wire, wireMore = 0 } = (guess === "" ? undefined : data) ?? value;
  const first = useMemo(() => ({ fields: wire ?? [], more: wireMore }), [wire, wireMore]);
  const parts = useFieldParts(props, "wire", first);
  const rest = parts.tree.fields.findLast(({ problem }) => problem !== undefined);
  return (
    <>
      {rest !== undefined && isForeign(value) && (
        <StateNote state="partial">
          {t("view.wireEnds", { count: rest.span[0], reason: rest.problem, size: value.size })}
        </StateNote>
      )}
      {error !== null && <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />}
      <FieldGrid {...props} parts={parts} label={t("fields.wireLabel")} guessing={guessing} />
    </>
  );
}

/** Nothing but the asking says that the bytes are protobuf. */
const isForeign = ({ encoding: { id } }: ViewProps["value"]): boolean =>
  id !== "protobuf" && id !== "kubernetes-protobuf";

/** Values whose bytes are fetched so that a person is offered only what they can be read as. */
const largestTried = 2 * 1024 * 1024;
/** Bytes of one field that are tried. */
const longestTried = 256 * 1024;

function useGuessing(view: ViewProps): Guessing {
  const { guess, onGuess, value } = view;
  const { data: bytes } = useBytes(view, value.size <= largestTried);
  return useMemo(() => {
    const guesses = parseWireGuesses(guess ?? "") ?? new Map<number, WireGuessId>();
    return {
      possible: (field) => (bytes === undefined ? undefined : possibleIn(bytes, field)),
      of: (offset) => guesses.get(offset),
      choose: (offset, id) => {
        const next = new Map(guesses);
        if (id === undefined) next.delete(offset);
        else next.set(offset, id);
        onGuess(wireGuessesText(next));
      },
    };
  }, [guess, onGuess, bytes]);
}

function possibleIn(bytes: Uint8Array, { value }: FieldAnswer): readonly WireGuessId[] | undefined {
  const [valueStart, valueEnd] = value;
  if (valueEnd - valueStart > longestTried || valueEnd > bytes.length) return undefined;
  const possible: readonly string[] = possiblePayloads(bytes, { valueStart, valueEnd });
  return wireGuessIds.filter((id) => possible.includes(id.replace("-", " ")));
}
