import type { ValueAnswer } from "@etcdscope/contract";
import { type KeyboardEvent, useEffect, useMemo, useState } from "react";
import { PointedContext, Pointing } from "../pointing/pointing.ts";
import { SplitPanes } from "../split/split-panes.tsx";
import { PointedLine } from "../value-views/pointed-line.tsx";
import { DecodeBanner } from "./decode-banner.tsx";
import type { KeyPageProps } from "./key-page.tsx";
import { LayerBar } from "./layer-bar.tsx";
import { layerOf, throughLayer } from "./layers.ts";
import { usePaneActions } from "./pane-actions.ts";
import { usePin } from "./pin.ts";
import { SplitActions, SplitToggle } from "./split-actions.tsx";
import { rememberedView } from "./view-memory.ts";
import { ViewPane } from "./view-pane.tsx";
import { chooseBeside, chooseView } from "./views.ts";
import { useTiedValue } from "./whole-value.tsx";

interface ValuePaneProps extends KeyPageProps {
  readonly value: ValueAnswer;
}

/** The views of a value: one, and perhaps another beside it. */
export function ValuePane(props: ValuePaneProps) {
  const { search } = props;
  const value = useTiedValue(props);
  const layer = layerOf(value, search.layer);
  const shown = useMemo(() => throughLayer(value, layer), [value, layer]);
  const view = chooseView(shown, search.view, rememberedView(shown.encoding.id));
  const beside = search.split === undefined ? undefined : chooseBeside(shown, view, search.split);
  const act = usePaneActions({ ...props, value: shown, view, beside });
  const pin = usePin(search, value, shown);
  const pointing = usePointing(value);
  const pointed = useMemo(() => ({ pointing, pinned: pin?.lit }), [pointing, pin]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    pointing.point(undefined);
    if (pin !== undefined) act.unpin();
  };
  const pane = { ...props, value, shown, pin, onPick: act.pick, onGuess: act.guess, onPlace: act.showPlace };
  return (
    <PointedContext value={pointed}>
      <PointedLine />
      <DecodeBanner value={shown} view={view} onView={act.choose} onPlace={act.showPlace} />
      <LayerBar value={value} shown={layer} onChoose={act.chooseLayer} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard wherever in the views the focus is. */}
      <div className="view-panes" onKeyDown={onKeyDown}>
        <SplitPanes
          first={
            <ViewPane {...pane} side="first" view={view} onChoose={act.choose}>
              <SplitToggle on={beside !== undefined} onToggle={act.toggle} />
            </ViewPane>
          }
          second={
            beside === undefined ? undefined : (
              <ViewPane {...pane} side="second" view={beside} onChoose={act.chooseBeside}>
                <SplitActions onSwap={act.swap} onClose={act.toggle} />
              </ViewPane>
            )
          }
        />
      </div>
    </PointedContext>
  );
}

/** What was pointed at in another value is nothing in this one. */
function usePointing(value: ValueAnswer): Pointing {
  const [pointing] = useState(() => new Pointing());
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the other value that makes the difference.
  useEffect(() => pointing.point(undefined), [pointing, value]);
  return pointing;
}
