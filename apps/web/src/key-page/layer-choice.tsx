import type { ValueAnswer } from "@etcdscope/contract";
import { useTranslation } from "react-i18next";
import type { KeySearch } from "../links/view-state.ts";
import type { ShownValue } from "../value-views/view-props.ts";
import { asStored, layerOf } from "./layers.ts";

interface LayerChoiceProps {
  /** The stored value. */
  readonly root: ValueAnswer;
  /** What the pane shows of it. */
  readonly shown: ShownValue;
  readonly search: KeySearch;
  /** `undefined` asks for the layer of the document. */
  readonly onChoose: (layer: string | undefined) => void;
}

interface Choice {
  readonly id: string;
  readonly label: string;
}

/** Whose bytes a pane is of, where there is a choice. */
export function LayerChoice({ root, shown, search, onChoose }: LayerChoiceProps) {
  const { t } = useTranslation();
  const choices = useChoices(root, shown);
  if (choices.length < 2) return null;
  const chosen = shown.opened?.layer ?? layerOf(root, search.layer)?.name ?? asStored;
  return (
    <select
      className="layer-choice"
      aria-label={t("split.layer")}
      title={t("split.layer")}
      value={chosen}
      onChange={({ currentTarget: { value } }) =>
        onChoose(value === (root.documentLayer ?? asStored) ? undefined : value)
      }
    >
      {choices.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </select>
  );
}

/** The stored bytes, what they were turned into, what stands in them, and the way to what is shown. */
function useChoices(root: ValueAnswer, shown: ShownValue): readonly Choice[] {
  const { t } = useTranslation();
  const isOpen = ({ masked }: { readonly masked?: true }): boolean => masked !== true || root.canReveal;
  const within = [...root.within, ...shown.within].filter(isOpen).flatMap(({ layer, path, what }) => {
    const name = t(`within.what.${what}`).trim();
    return layer === null ? [] : [{ id: layer, label: path === undefined ? name : `${path}: ${name}` }];
  });
  const steps = (shown.opened?.steps ?? []).map(({ layer }) => ({ id: layer, label: layer }));
  const all: Choice[] = [
    { id: asStored, label: t("layer.stored") },
    ...root.layers.map(({ name }) => ({ id: name, label: t("layer.decrypted") })),
    ...within,
    ...steps,
  ];
  return [...new Map(all.reverse().map((choice) => [choice.id, choice])).values()].reverse();
}
