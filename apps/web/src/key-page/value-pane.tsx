import type { ValueAnswer } from "@etcdscope/contract";
import { useNavigate } from "@tanstack/react-router";
import { type ComponentType, useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { refId } from "../links/key-ref.ts";
import { keyTarget } from "../links/targets.ts";
import type { ViewId } from "../links/view-state.ts";
import { FieldsView, WireView } from "../value-views/fields-view.tsx";
import { HexView } from "../value-views/hex-view.tsx";
import { JsonView } from "../value-views/json-view.tsx";
import { RawView } from "../value-views/raw-view.tsx";
import { parseSpan, spansOfPath, spanText } from "../value-views/span.ts";
import type { Picked, ViewProps } from "../value-views/view-props.ts";
import { DecodeBanner } from "./decode-banner.tsx";
import type { KeyPageProps } from "./key-page.tsx";
import { rememberedView, rememberView } from "./view-memory.ts";
import { ViewTabs } from "./view-tabs.tsx";
import { chooseView, isWithheld } from "./views.ts";
import { WholeValue } from "./whole-value.tsx";

const components: Readonly<Partial<Record<ViewId, ComponentType<ViewProps>>>> = {
  json: JsonView,
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
  const { t } = useTranslation();
  const encoding = value.encoding.id;
  const view = chooseView(value, search.view, rememberedView(encoding));
  const go = useGo({ source, keyRef, search });
  const choose = (next: ViewId): void => {
    rememberView(encoding, next);
    const { path, at } = search;
    go({ view: next, ...(path !== undefined && { path }), ...(at !== undefined && { at }) }, false);
  };
  const place = { source, keyRef, search, view };
  return (
    <>
      <DecodeBanner
        value={value}
        view={view}
        onView={choose}
        onPlace={(at) => go({ view: "hex", at }, false)}
      />
      <ViewTabs value={value} view={view} onChoose={choose} />
      <div
        id="view-panel"
        className="view-panel"
        role="tabpanel"
        aria-labelledby={`view-tab-${view}`}
        // Another key or version is another panel: carets and folds are not carried over.
        key={`${view} ${refId(keyRef)} ${search.rev ?? ""}`}
      >
        {value.size === 0 ? (
          <div className="view-note">{t("view.emptyValue")}</div>
        ) : isWithheld(view, value) ? (
          <WholeValue source={source} keyRef={keyRef} search={search} value={value}>
            {(whole) => <Shown {...place} value={whole} go={go} />}
          </WholeValue>
        ) : (
          <Shown {...place} value={value} go={go} />
        )}
      </div>
    </>
  );
}

interface ShownProps extends ValuePaneProps {
  readonly view: ViewId;
  readonly go: Go;
}

/** One view, with what the address picks out in it. */
function Shown({ source, keyRef, search, value, view, go }: ShownProps) {
  const picked = usePicked(search, value);
  const onPick = useCallback(
    ({ path, spans: [first] }: Picked) =>
      go({ view, ...(path !== undefined ? { path } : first && { at: spanText(first) }) }, true),
    [go, view],
  );
  const View = components[view] ?? RawView;
  const pinned = search.rev !== undefined;
  return (
    <View source={source} keyRef={keyRef} value={value} pinned={pinned} picked={picked} onPick={onPick} />
  );
}

type State = Omit<KeyPageProps["search"], "key" | "keyb" | "rev">;

type Go = (state: State, replace: boolean) => void;

/** Changes what the address says about this key; the pinned revision stays. */
function useGo({ source, keyRef, search: { rev } }: KeyPageProps): Go {
  const navigate = useNavigate();
  return useCallback(
    (state: State, replace: boolean) => {
      const target = keyTarget(source, keyRef, { ...state, ...(rev !== undefined && { rev }) });
      void navigate({ ...target, replace });
    },
    [navigate, source, keyRef, rev],
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
