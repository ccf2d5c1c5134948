import type { ValueAnswer } from "@etcdscope/contract";
import { useNavigate } from "@tanstack/react-router";
import { type ComponentType, useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { refId } from "../links/key-ref.ts";
import { keyTarget } from "../links/targets.ts";
import type { ViewId } from "../links/view-state.ts";
import { JsonView, YamlView } from "../value-views/document-views.tsx";
import { FieldsView, WireView } from "../value-views/fields-view.tsx";
import { HexView } from "../value-views/hex-view.tsx";
import { RawView } from "../value-views/raw-view.tsx";
import { parseSpan, spansOfPath, spanText } from "../value-views/span.ts";
import type { Picked, ShownValue, ViewProps } from "../value-views/view-props.ts";
import { Allocations } from "./allocations.tsx";
import { DecodeBanner } from "./decode-banner.tsx";
import type { KeyPageProps } from "./key-page.tsx";
import { LayerBar } from "./layer-bar.tsx";
import { layerOf, throughLayer } from "./layers.ts";
import { rememberedView, rememberView } from "./view-memory.ts";
import { ViewTabs } from "./view-tabs.tsx";
import { chooseView, isWithheld } from "./views.ts";
import { WholeValue } from "./whole-value.tsx";

const components: Readonly<Record<ViewId, ComponentType<ViewProps>>> = {
  json: JsonView,
  yaml: YamlView,
  fields: FieldsView,
  wire: WireView,
  hex: HexView,
  raw: RawView,
};

interface ValuePaneProps extends KeyPageProps {
  readonly value: ValueAnswer;
}

/** The views of a value, and the one that is shown. */
export function ValuePane({ source, keyRef, search, value }: ValuePaneProps) {
  const layer = layerOf(value, search.layer);
  const shown = throughLayer(value, layer);
  const encoding = shown.encoding.id;
  const view = chooseView(shown, search.view, rememberedView(encoding));
  const go = useGo({ source, keyRef, search });
  const goTo = (at: string): void => go({ view: "hex", at }, false);
  const choose = (next: ViewId): void => {
    rememberView(encoding, next);
    const { path, at } = search;
    go({ view: next, ...(path !== undefined && { path }), ...(at !== undefined && { at }) }, false);
  };
  // Offsets are of one layer alone, and do not go along to another.
  const chooseLayer = (name: string): void => go({ view, layer: name }, false);
  return (
    <>
      <DecodeBanner value={shown} view={view} onView={choose} onPlace={goTo} />
      <ViewTabs value={shown} view={view} onChoose={choose} />
      <LayerBar value={value} shown={layer} onChoose={chooseLayer} />
      <div
        id="view-panel"
        className="view-panel"
        role="tabpanel"
        aria-labelledby={`view-tab-${view}`}
        // Another key or version is another panel: carets and folds are not carried over.
        key={`${view} ${refId(keyRef)} ${search.rev ?? ""} ${layer?.name ?? ""}`}
      >
        <Panel source={source} keyRef={keyRef} search={search} value={value} view={view} go={go} />
        {view === "json" && value.allocations !== null && (
          <Allocations allocations={value.allocations} onPlace={goTo} />
        )}
      </div>
    </>
  );
}

interface ShownProps extends ValuePaneProps {
  readonly view: ViewId;
  readonly go: Go;
}

/** One view, once the server has made what it needs. */
function Panel(props: ShownProps) {
  const { t } = useTranslation();
  const { source, keyRef, search, value, view } = props;
  if (value.size === 0) return <div className="view-note">{t("view.emptyValue")}</div>;
  const shown = (whole: ValueAnswer) => <Shown {...props} value={inView(whole, view, search.layer)} />;
  if (!isWithheld(view, inView(value, view, search.layer))) return shown(value);
  return (
    <WholeValue source={source} keyRef={keyRef} search={search} value={value}>
      {shown}
    </WholeValue>
  );
}

/** The document stays that of its layer, whichever bytes the other views are of. */
function inView(value: ValueAnswer, view: ViewId, asked: string | undefined): ShownValue {
  return throughLayer(value, layerOf(value, isText(view) ? undefined : asked));
}

const isText = (view: ViewId): boolean => view === "json" || view === "yaml";

/** One view, with what the address picks out in it. */
function Shown({ source, keyRef, search, value, view, go }: ShownProps & { value: ShownValue }) {
  const picked = usePicked(search, value);
  const onPick = useCallback(
    ({ path, spans: [first] }: Picked) =>
      go({ view, ...(path !== undefined ? { path } : first && { at: spanText(first) }) }, true),
    [go, view],
  );
  const View = components[view];
  const pinned = search.rev !== undefined;
  return (
    <View source={source} keyRef={keyRef} value={value} pinned={pinned} picked={picked} onPick={onPick} />
  );
}

type State = Omit<KeyPageProps["search"], "key" | "keyb" | "rev">;

type Go = (state: State, replace: boolean) => void;

/** Changes what the address says about this key; the pinned revision stays, and the layer unless another is told. */
function useGo({ source, keyRef, search: { rev, layer } }: KeyPageProps): Go {
  const navigate = useNavigate();
  return useCallback(
    (state: State, replace: boolean) => {
      const kept = { ...(rev !== undefined && { rev }), ...(layer !== undefined && { layer }) };
      const target = keyTarget(source, keyRef, { ...kept, ...state });
      void navigate({ ...target, replace });
    },
    [navigate, source, keyRef, rev, layer],
  );
}

/** What the address picks out, with its bytes. */
function usePicked({ path, at }: KeyPageProps["search"], value: ValueAnswer): Picked {
  return useMemo(() => {
    if (path !== undefined) return { path, spans: spansOfPath(value.fields, path) };
    const span = parseSpan(at);
    return { spans: span === undefined ? [] : [span] };
  }, [path, at, value.fields]);
}
