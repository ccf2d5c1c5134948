import type { ValueAnswer } from "@etcdscope/contract";
import { type KeyboardEvent, useMemo } from "react";
import { PointedContext, type Pointing, useHeld } from "../pointing/pointing.ts";
import { SplitPanes } from "../split/split-panes.tsx";
import { PointedLine } from "../value-views/pointed-line.tsx";
import type { ShownValue } from "../value-views/view-props.ts";
import { DecodeBanner } from "./decode-banner.tsx";
import type { KeyPageProps } from "./key-page.tsx";
import { LayerBar } from "./layer-bar.tsx";
import { LayerChoice } from "./layer-choice.tsx";
import { LayerOffer, type Opening } from "./layer-offer.tsx";
import { layerOf, throughLayer } from "./layers.ts";
import { type Pane, usePane } from "./pane.ts";
import { usePaneActions } from "./pane-actions.ts";
import { heldPin, usePin } from "./pin.ts";
import { SplitActions, SplitToggle } from "./split-actions.tsx";
import { rememberedView } from "./view-memory.ts";
import { ViewPane } from "./view-pane.tsx";
import { chooseBeside, chooseView } from "./views.ts";
import { type Unmask, useTiedValue } from "./whole-value.tsx";

interface ValuePaneProps extends KeyPageProps {
  readonly value: ShownValue;
  /** The value that this one is, or is a layer of. */
  readonly root: ValueAnswer;
  readonly unmask: Unmask;
  readonly pointing: Pointing;
  readonly opening: Opening;
}

/** The views of a value or a layer: one, and perhaps another of the same bytes beside it. */
export function ValuePane(props: ValuePaneProps) {
  const { search, root, pointing, opening } = props;
  const pane = usePane(props);
  const value = useTiedValue(props);
  const layer = layerOf(value, search.layer);
  const shown = useMemo(() => throughLayer(value, layer), [value, layer]);
  const view = chooseView(shown, search.view, rememberedView(shown.encoding.id));
  const beside = search.split === undefined ? undefined : chooseBeside(shown, view, search.split);
  const act = usePaneActions({ ...props, value: shown, view, beside, pane });
  const own = usePin(search, value, shown);
  const pointed = useHeld(pointing, pane.side, own?.lit);
  const pin = own ?? heldPin(pointed.pinned);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    pointing.point(undefined);
    if (pin !== undefined) act.unpin();
  };
  const views = { ...props, value, shown, pin, onPick: act.pick, onGuess: act.guess, onPlace: act.showPlace };
  const choice = <LayerChoice root={root} shown={shown} search={search} onChoose={act.chooseBesideLayer} />;
  return (
    <PointedContext value={pointed}>
      <PointedLine />
      <DecodeBanner value={shown} view={view} onView={act.choose} onPlace={act.showPlace} />
      <LayerBar value={value} shown={layer} onChoose={act.chooseLayer} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard wherever in the views the focus is. */}
      <div className="view-panes" onKeyDown={onKeyDown}>
        <SplitPanes
          first={
            <ViewPane {...views} side={pane.side} view={view} onChoose={act.choose}>
              {pane.side === "first" ? (
                <SplitToggle on={beside !== undefined || pane.other !== undefined} onToggle={act.toggle} />
              ) : (
                !pane.hasOtherKey && (
                  <>
                    {choice}
                    <SplitActions onSwap={act.swap} onClose={act.toggle} />
                  </>
                )
              )}
            </ViewPane>
          }
          second={
            beside === undefined ? undefined : (
              <ViewPane {...views} side="second" view={beside} onChoose={act.chooseBeside}>
                {choice}
                <SplitActions onSwap={act.swap} onClose={act.toggle} />
              </ViewPane>
            )
          }
        />
        <LayerOffer {...opening} shown={shown} pinned={own?.lit} beside={layerBeside(pane, root)} />
      </div>
    </PointedContext>
  );
}

/** The layer that the other pane shows, where it is of the same key. */
function layerBeside({ other, hasOtherKey }: Pane, root: ValueAnswer): string | undefined {
  if (other === undefined || hasOtherKey) return undefined;
  return other.layer ?? root.documentLayer ?? undefined;
}
