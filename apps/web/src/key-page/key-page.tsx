import type { KeyRef, ValueAnswer } from "@etcdscope/contract";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useContext, useEffect, useMemo, useRef } from "react";
import { useQueryFactory } from "../api/api-context.tsx";
import { type ApiFailure, failureOf } from "../api/client.ts";
import { lastName, refId } from "../links/key-ref.ts";
import { otherKey, panesOf, type Side } from "../links/panes.ts";
import type { KeySearch } from "../links/view-state.ts";
import { useLinksOpen } from "../relations/links-open.ts";
import { SplitPanes } from "../split/split-panes.tsx";
import { usePageTitle } from "../ui/page-title.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { expectDocument } from "../value-views/document-text.tsx";
import { isAtWork } from "./at-work.ts";
import { KeyBanners } from "./key-banners.tsx";
import { KeyFacts } from "./key-facts.tsx";
import { KeyFailure } from "./key-failure.tsx";
import { KeyHeader } from "./key-header.tsx";
import { LayeredValue } from "./layered-value.tsx";
import { PaneContext, type PanePlace } from "./pane.ts";
import { useFlash } from "./use-flash.ts";
import { useHeldValue } from "./use-held-value.ts";
import "./key-page.css";
import "./key-body.css";

const LinksPanel = lazy(() =>
  import("../relations/links-panel.tsx").then((module) => ({ default: module.LinksPanel })),
);

export interface KeyPageProps {
  readonly source: string;
  readonly keyRef: KeyRef;
  readonly search: KeySearch;
}

/** A key, and perhaps another one beside it. */
export function KeyPage(props: KeyPageProps) {
  const { source, keyRef, search } = props;
  usePageTitle(lastName(keyRef), source);
  const { other, places, panes } = useKeyPanes(search);
  const { first, second } = panes;
  return (
    <SplitPanes
      isScrolled
      first={
        <PaneContext value={places?.first}>
          <div className="key-pane" data-pane="first">
            <OneKey {...props} search={places === undefined ? search : first} />
          </div>
        </PaneContext>
      }
      second={
        other !== undefined &&
        second !== undefined && (
          <PaneContext value={places?.second}>
            <div className="key-pane" data-pane="second">
              <OneKey key={refId(other)} source={source} keyRef={other} search={second} />
            </div>
          </PaneContext>
        )
      }
    />
  );
}

/** The panes of two keys; those of one key are its value's business. */
function useKeyPanes(search: KeySearch) {
  return useMemo(() => {
    const panes = panesOf(search);
    const other = otherKey(panes);
    if (other === undefined) return { panes, other, places: undefined };
    const place = (side: Side): PanePlace => ({ panes, side });
    return { panes, other, places: { first: place("first"), second: place("second") } };
  }, [search]);
}

/** Everything about one key at one revision. */
function OneKey({ source, keyRef, search }: KeyPageProps) {
  const queries = useQueryFactory();
  const { data, error, refetch } = useQuery(queries.value(source, keyRef, search.rev));
  const isAlone = useContext(PaneContext) === undefined;
  const links = useLinksOpen();
  const { view } = search;
  useEffect(() => {
    if (view === undefined || view === "json" || view === "yaml") expectDocument();
  }, [view]);
  const failure = error === null ? undefined : failureOf(error);
  const page = { source, keyRef, search };
  const onRetry = (): void => void refetch();
  return (
    <article className="key-page" data-deleted={data !== undefined && failure?.code === "key_not_found"}>
      <KeyHeader {...page} value={data} links={isAlone ? links : undefined} />
      {data === undefined && failure !== undefined && (
        <KeyFailure {...page} failure={failure} onRetry={onRetry} />
      )}
      {data === undefined && failure === undefined && (
        <>
          <div className="key-facts" />
          <Skeleton lines={12} />
        </>
      )}
      {data !== undefined && (
        <Opened {...page} newest={data} failure={failure} onRetry={onRetry} hasLinks={isAlone && links[0]} />
      )}
    </article>
  );
}

interface OpenedProps extends KeyPageProps {
  readonly newest: ValueAnswer;
  readonly failure: ApiFailure | undefined;
  readonly onRetry: () => void;
  readonly hasLinks: boolean;
}

/** The value with its facts and links; a newer one waits while somebody is at work in this one. */
function Opened({ source, keyRef, search, newest, failure, onRetry, hasLinks }: OpenedProps) {
  const page = { source, keyRef, search };
  const pane = useRef<HTMLDivElement>(null);
  const about = `${source} ${refId(keyRef)} ${search.rev ?? ""}`;
  const held = useHeldValue(newest, about, () => isAtWork(search, pane.current));
  const flash = useFlash(held.changes);
  const value = held.shown;
  return (
    <>
      <KeyFacts source={source} value={value} />
      <KeyBanners {...page} value={value} held={held} failure={failure} onRetry={onRetry} />
      <div className="key-body">
        <div ref={pane} className="key-value">
          {flash > 0 && <div key={flash} className="key-flash" />}
          <LayeredValue {...page} value={value} />
        </div>
        {hasLinks && value.encoding.kind !== undefined && (
          <Suspense fallback={<div className="links" />}>
            <LinksPanel {...page} value={value} />
          </Suspense>
        )}
      </div>
    </>
  );
}
