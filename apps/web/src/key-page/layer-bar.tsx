import type { LayerAnswer, ValueAnswer } from "@etcdscope/contract";
import { Button } from "@mantine/core";
import { IconLockOpen } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../locale/format.ts";
import { asStored } from "./layers.ts";

interface LayerBarProps {
  readonly value: ValueAnswer;
  /** The layer that is shown; `undefined` for the stored bytes. */
  readonly shown: LayerAnswer | undefined;
  /** Asks for a layer by name, or for the stored bytes. */
  readonly onChoose: (layer: string) => void;
}

/** Says that the bytes were made from others, and changes between both. */
export function LayerBar({ value, shown, onChoose }: LayerBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const layer = value.layers.find(({ name }) => name === value.documentLayer) ?? value.layers[0];
  if (layer === undefined) return null;
  const choices = [
    { id: layer.name, label: t("layer.decrypted"), on: shown !== undefined },
    { id: asStored, label: t("layer.stored"), on: shown === undefined },
  ];
  return (
    <fieldset className="view-note layer-bar" aria-label={t("layer.label")}>
      <IconLockOpen size={14} aria-hidden />
      <span>{t("layer.madeBy", { provenance: layer.provenance, size: format.size(layer.size) })}</span>
      {choices.map(({ id, label, on }) => (
        <Button
          key={id}
          size="compact-xs"
          variant={on ? "light" : "default"}
          aria-pressed={on}
          onClick={() => onChoose(id)}
        >
          {label}
        </Button>
      ))}
    </fieldset>
  );
}
