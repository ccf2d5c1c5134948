import type { ValueAnswer } from "@etcdscope/contract";
import { useContext, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { refId } from "../links/key-ref.ts";
import { panesOf, type Side } from "../links/panes.ts";
import { type Pointing, usePointing } from "../pointing/pointing.ts";
import { hiddenFields } from "../reveal/hidden-part.ts";
import { RevealBanner } from "../reveal/reveal-banner.tsx";
import { type Reveals, useReveals } from "../reveal/use-reveals.ts";
import { SplitPanes } from "../split/split-panes.tsx";
import { PaneNameContext } from "../ui/pane-label.ts";
import type { KeyPageProps } from "./key-page.tsx";
import { OpenedLayer } from "./opened-layer.tsx";
import { PaneContext, type PanePlace } from "./pane.ts";
import { ShownLayer } from "./shown-layer.tsx";

interface LayeredValueProps extends KeyPageProps {
  readonly value: ValueAnswer;
}

/** The value, or the layer of it that the address names, perhaps beside another of its layers. */
export function LayeredValue(props: LayeredValueProps) {
  const { source, keyRef, search } = props;
  // Nothing that was revealed goes along to another key or revision.
  return <Layered key={`${source} ${refId(keyRef)} ${search.rev ?? ""}`} {...props} />;
}

function Layered(props: LayeredValueProps) {
  const { source, keyRef, search, value } = props;
  const reveals = useReveals({ source, keyRef, rev: search.rev }, value);
  const pointing = usePointing(value);
  const panes = useMemo(() => panesOf(search), [search]);
  const { first, second } = panes;
  const layer = { ...props, reveals, pointing };
  const places = usePlaces(search);
  return (
    <>
      <RevealBanner reveals={reveals} canReveal={value.canReveal || hiddenFields(value).length === 0} />
      <SplitPanes
        isScrolled
        first={<Layer {...layer} search={first} place={places.first} />}
        second={second && <Layer {...layer} search={second} place={places.second} />}
      />
    </>
  );
}

/** Where each layer stands: beside the other one, or where the page of the key does. */
function usePlaces(search: KeyPageProps["search"]): Readonly<Record<Side, PanePlace | undefined>> {
  const around = useContext(PaneContext);
  return useMemo(() => {
    const panes = panesOf(search);
    if (panes.second === undefined) return { first: around, second: around };
    return { first: { panes, side: "first" }, second: { panes, side: "second" } };
  }, [search, around]);
}

interface LayerProps extends LayeredValueProps {
  readonly reveals: Reveals;
  readonly pointing: Pointing;
  readonly place: PanePlace | undefined;
}

function Layer({ place, ...props }: LayerProps) {
  const { t } = useTranslation();
  return (
    <PaneContext value={place}>
      <PaneNameContext value={place?.side === "second" ? t("split.second") : undefined}>
        <div className="layer-pane" data-pane={place?.side ?? "first"}>
          <OpenedLayer {...props} draw={(shown) => <ShownLayer {...props} shown={shown} />} />
        </div>
      </PaneNameContext>
    </PaneContext>
  );
}
