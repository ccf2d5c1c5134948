import { type FieldAnswer, type WireGuessId, wireGuessIds } from "@etcdscope/contract";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

/** What fields of the wire are taken for, by the offset at which they start. */
export interface Guessing {
  readonly of: (offset: number) => WireGuessId | undefined;
  /** What the bytes of a field can be read as; `undefined` where they are not known. */
  readonly possible: (field: FieldAnswer) => readonly WireGuessId[] | undefined;
  /** Without a guess it is ours again. */
  readonly choose: (offset: number, guess: WireGuessId | undefined) => void;
}

/** Whether a person may say what a field is: its bytes are there, and only their length is known. */
export const isGuessable = ({ wireType, masked }: FieldAnswer): boolean =>
  wireType === "length-delimited" && masked !== true;

/** What a length-delimited field is taken for, of what its bytes can be; the grid stays the one stop of the Tab key. */
export function GuessSelect({ field, guessing }: { field: FieldAnswer; guessing: Guessing }) {
  const { t } = useTranslation();
  const { type = "", span, value } = field;
  const size = value[1] - value[0];
  const chosen = guessing.of(span[0]);
  // Bytes are tried only once somebody wants to choose, and again when they arrive after that.
  const [isWanted, setWanted] = useState(false);
  const possible = useMemo(
    () => (isWanted ? guessing.possible(field) : undefined),
    [isWanted, guessing, field],
  );
  const look = (): void => setWanted(true);
  const offered = wireGuessIds.filter((id) => id === chosen || (possible?.includes(id) ?? fits(id, size)));
  return (
    <select
      className="guess"
      aria-label={t("wire.takeFor")}
      tabIndex={-1}
      value={chosen ?? ""}
      data-chosen={chosen !== undefined}
      onPointerDown={look}
      onFocus={look}
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") event.currentTarget.closest<HTMLElement>("[role=treegrid]")?.focus();
      }}
      onChange={({ currentTarget }) => {
        guessing.choose(
          span[0],
          wireGuessIds.find((id) => id === currentTarget.value),
        );
        currentTarget.closest<HTMLElement>("[role=treegrid]")?.focus();
      }}
    >
      <option value="">{chosen === undefined ? type : t("wire.automatic")}</option>
      {offered.map((id) => (
        <option key={id} value={id}>
          {id.replace("-", " ")}
        </option>
      ))}
    </select>
  );
}

/** Numbers of a fixed width fill their bytes. */
function fits(guess: WireGuessId, size: number): boolean {
  if (guess === "packed-fixed32") return size > 0 && size % 4 === 0;
  return guess !== "packed-fixed64" || (size > 0 && size % 8 === 0);
}
