import type { KeyRef, ValueAnswer } from "@etcdscope/contract";
import { type ComponentType, lazy, type ReactNode, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { refId } from "../links/key-ref.ts";
import type { Side } from "../links/panes.ts";
import type { ViewId } from "../links/view-state.ts";
import { PaneNameContext } from "../ui/pane-label.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { StateNote } from "../ui/state.tsx";
import { JsonView, YamlView } from "../value-views/document-views.tsx";
import { FieldsView } from "../value-views/fields-view.tsx";
import type { ShownValue, ViewProps } from "../value-views/view-props.ts";
import { WireView } from "../value-views/wire-view.tsx";
import { Allocations } from "./allocations.tsx";
import type { KeyPageProps } from "./key-page.tsx";
import { layerOf, throughLayer } from "./layers.ts";
import { type Pin, pickedIn } from "./pin.ts";
import { ViewTabs } from "./view-tabs.tsx";
import { isWithheld } from "./views.ts";
import { type Unmask, WholeValue } from "./whole-value.tsx";

/** The bytes' own views come when they are first opened. */
const HexView = lazy(() => import("../value-views/hex-view.tsx"));
const RawView = lazy(() => import("../value-views/raw-view.tsx"));

const components: Readonly<Record<ViewId, ComponentType<ViewProps>>> = {
  json: JsonView,
  yaml: YamlView,
  fields: FieldsView,
  wire: WireView,
  hex: HexView,
  raw: RawView,
};

interface ViewPaneProps extends KeyPageProps {
  readonly value: ShownValue;
  readonly unmask: Unmask;
  /** The value through the layer whose bytes are shown. */
  readonly shown: ShownValue;
  readonly side: Side;
  readonly view: ViewId;
  readonly pin: Pin | undefined;
  readonly onPick: ViewProps["onPick"];
  readonly onGuess: ViewProps["onGuess"];
  readonly onPlace: (at: string) => void;
  readonly onChoose: (view: ViewId) => void;
  /** What stands behind the tabs. */
  readonly children: ReactNode;
}

/** The tabs of the views, and the one that is shown. */
export function ViewPane(props: ViewPaneProps) {
  const { keyRef, search, value, shown, side, view, onPlace, onChoose, children } = props;
  const { t } = useTranslation();
  return (
    <PaneNameContext value={side === "second" ? t("split.second") : undefined}>
      <div className="split-pane" data-side={side}>
        <div className="view-head">
          <ViewTabs value={shown} side={side} view={view} onChoose={onChoose} />
          {children}
        </div>
        <div
          id={`view-panel-${side}`}
          className="view-panel"
          role="tabpanel"
          aria-labelledby={`view-tab-${side}-${view}`}
          // Another key or version is another panel: carets and folds are not carried over.
          key={panelKey(keyRef, search, view, shown)}
        >
          <Panel {...props} />
          {view === "json" && value.allocations !== null && (
            <Allocations allocations={value.allocations} onPlace={onPlace} />
          )}
        </div>
      </div>
    </PaneNameContext>
  );
}

const panelKey = (
  key: KeyRef,
  { rev }: KeyPageProps["search"],
  view: ViewId,
  { layer }: ShownValue,
): string => `${view} ${refId(key)} ${rev ?? ""} ${layer ?? ""}`;

/** One view, once the server has made what it needs. */
function Panel(props: ViewPaneProps) {
  const { t } = useTranslation();
  const { source, keyRef, search, value, unmask, view } = props;
  if (value.size === 0) return <StateNote state="empty">{t("view.emptyValue")}</StateNote>;
  const isMissing = isWithheld(view, inView(value, view, search.layer));
  if (!isMissing && !isUnplaced(view, value)) return <Shown {...props} />;
  return (
    <WholeValue
      source={source}
      keyRef={keyRef}
      search={search}
      value={value}
      unmask={unmask}
      meanwhile={isMissing ? undefined : <Shown {...props} />}
    >
      {(whole) => <Shown {...props} value={whole} />}
    </WholeValue>
  );
}

/** A text that came without its places, and in which something is revealed now: it must be known where. */
const isUnplaced = (view: ViewId, { overlays, json, jsonRanges }: ShownValue): boolean =>
  isText(view) && overlays !== undefined && json !== null && jsonRanges.length === 0;

/** The document stays that of its layer, whichever bytes the other views are of. */
function inView(value: ValueAnswer, view: ViewId, asked: string | undefined): ShownValue {
  return throughLayer(value, layerOf(value, isText(view) ? undefined : asked));
}

const isText = (view: ViewId): boolean => view === "json" || view === "yaml";

/** One view, with what the address picks out in it. */
function Shown({ source, keyRef, search, value, view, pin, onPick, onGuess }: ViewPaneProps) {
  const shown = useMemo(() => inView(value, view, search.layer), [value, view, search.layer]);
  const picked = useMemo(() => pickedIn(pin, shown), [pin, shown]);
  const View = components[view];
  const pinned = search.rev !== undefined;
  return (
    <Suspense fallback={<Skeleton lines={8} />}>
      <View
        source={source}
        keyRef={keyRef}
        value={shown}
        pinned={pinned}
        picked={picked}
        onPick={onPick}
        guess={search.guess}
        onGuess={onGuess}
      />
    </Suspense>
  );
}
