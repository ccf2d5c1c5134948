import { Button } from "@mantine/core";
import { IconArrowUpRight, IconLayoutColumns } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Lit } from "../pointing/lit.ts";
import type { ShownValue } from "../value-views/view-props.ts";
import { type Offered, offeredAt } from "../within-values/offered.ts";
import type { WithinRow } from "../within-values/within-rows.ts";

/** What can be opened in a value, and how. */
export interface Opening {
  readonly rows: readonly WithinRow[];
  readonly canReveal: boolean;
  readonly onOpen: (row: WithinRow, layer: string) => void;
  readonly onOpenBeside: ((row: WithinRow, layer: string) => void) | undefined;
}

interface LayerOfferProps extends Opening {
  readonly shown: ShownValue;
  /** What is selected. */
  readonly pinned: Lit | undefined;
  /** The layer that the other pane shows. */
  readonly beside: string | undefined;
}

/** Of what is selected: the layers that are made from it, to be opened here or in the other pane. */
export function LayerOffer({
  rows,
  shown,
  canReveal,
  pinned,
  beside,
  onOpen,
  onOpenBeside,
}: LayerOfferProps) {
  const offered = offeredAt(rows, shown, pinned, canReveal).filter(({ layer }) => layer !== beside);
  if (offered.length === 0) return null;
  return (
    <div className="layer-offer" role="status">
      {offered.map((offer) => (
        <Offer key={offer.layer} offer={offer} onOpen={onOpen} onOpenBeside={onOpenBeside} />
      ))}
    </div>
  );
}

interface OfferProps extends Pick<Opening, "onOpen" | "onOpenBeside"> {
  readonly offer: Offered;
}

function Offer({ offer: { row, layer, what }, onOpen, onOpenBeside }: OfferProps) {
  const { t } = useTranslation();
  const name = what === undefined ? t("layer.decrypted") : t(`within.what.${what}`).trim();
  return (
    <div>
      <span>{t("split.holds", { path: row.path ?? t("within.whole"), what: name })}</span>
      <Button
        size="compact-xs"
        variant="default"
        rightSection={<IconArrowUpRight size={12} aria-hidden />}
        onClick={() => onOpen(row, layer)}
      >
        {t("split.openHere")}
      </Button>
      {onOpenBeside !== undefined && (
        <Button
          size="compact-xs"
          leftSection={<IconLayoutColumns size={12} aria-hidden />}
          onClick={() => onOpenBeside(row, layer)}
        >
          {t("split.openBeside")}
        </Button>
      )}
    </div>
  );
}
