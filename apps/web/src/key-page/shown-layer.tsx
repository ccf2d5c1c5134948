import type { ValueAnswer } from "@etcdscope/contract";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Pointing } from "../pointing/pointing.ts";
import { revealedValue } from "../reveal/revealed-value.ts";
import type { Reveals } from "../reveal/use-reveals.ts";
import { FieldExtrasContext } from "../value-views/field-extras.tsx";
import type { ShownValue } from "../value-views/view-props.ts";
import { FactsCard } from "../within-values/facts-card.tsx";
import { LayerTrail } from "../within-values/layer-trail.tsx";
import { WithinList } from "../within-values/within-list.tsx";
import { type WithinRow, withinRows } from "../within-values/within-rows.ts";
import { fieldExtras } from "./field-extras-of.ts";
import type { KeyPageProps } from "./key-page.tsx";
import { useLayerWays } from "./layer-ways.ts";
import { ValuePane } from "./value-pane.tsx";

interface ShownLayerProps extends KeyPageProps {
  readonly value: ValueAnswer;
  readonly shown: ShownValue;
  readonly reveals: Reveals;
  readonly pointing: Pointing;
}

/** A value or a layer of it: what it was made from, what can be opened and revealed in it, and its views. */
export function ShownLayer({ source, keyRef, search, value, shown, reveals, pointing }: ShownLayerProps) {
  const { t } = useTranslation();
  const page = { source, keyRef, search };
  const { go, open, openBeside } = useLayerWays(page, reveals.reveal);
  const { revealed } = reveals;
  const unmask = useCallback((value: ShownValue) => revealedValue(value, revealed), [revealed]);
  const drawn = useMemo(() => unmask(shown), [shown, unmask]);
  const rows = useMemo(() => withinRows(shown), [shown]);
  const { canReveal } = value;
  const { opened, encoding } = shown;
  const onField = ({ in: holder, path, span }: WithinRow): void =>
    go({ layer: holder ?? undefined, path, at: span }, false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: of what is revealed, not of the seconds that it has left.
  const extras = useMemo(
    () => fieldExtras(rows, { t, reveals, canReveal, onOpen: open }),
    [rows, t, revealed, canReveal, open],
  );
  const opening = { rows, canReveal, onOpen: open, onOpenBeside: openBeside };
  return (
    <FieldExtrasContext value={extras}>
      {opened !== null && <LayerTrail opened={opened} encoding={encoding.id} onGo={go} />}
      {opened !== null && <FactsCard facts={opened.facts} />}
      <WithinList key={opened?.layer ?? ""} {...opening} reveals={reveals} onField={onField} />
      <ValuePane {...page} value={drawn} unmask={unmask} root={value} pointing={pointing} opening={opening} />
    </FieldExtrasContext>
  );
}
