import type { KeyRef, ValueAnswer } from "@etcdscope/contract";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useQueryFactory } from "../api/api-context.tsx";
import { type ApiFailure, failureOf } from "../api/client.ts";
import { lastName, refId } from "../links/key-ref.ts";
import type { KeySearch } from "../links/view-state.ts";
import { useLinksOpen } from "../relations/links-open.ts";
import { usePageTitle } from "../ui/page-title.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { expectDocument } from "../value-views/document-text.tsx";
import { isAtWork } from "./at-work.ts";
import { KeyBanners } from "./key-banners.tsx";
import { KeyFacts } from "./key-facts.tsx";
import { KeyFailure } from "./key-failure.tsx";
import { KeyHeader } from "./key-header.tsx";
import { LayeredValue } from "./layered-value.tsx";
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

/** Everything about one key at one revision. */
export function KeyPage({ source, keyRef, search }: KeyPageProps) {
  const queries = useQueryFactory();
  const { data, error, refetch } = useQuery(queries.value(source, keyRef, search.rev));
  const links = useLinksOpen();
  usePageTitle(lastName(keyRef), source);
  const { view } = search;
  useEffect(() => {
    if (view === undefined || view === "json" || view === "yaml") expectDocument();
  }, [view]);
  const failure = error === null ? undefined : failureOf(error);
  const page = { source, keyRef, search };
  const onRetry = (): void => void refetch();
  return (
    <article className="key-page" data-deleted={data !== undefined && failure?.code === "key_not_found"}>
      <KeyHeader {...page} value={data} links={links} />
      {data === undefined && failure !== undefined && (
        <KeyFailure source={source} keyRef={keyRef} rev={search.rev} failure={failure} onRetry={onRetry} />
      )}
      {data === undefined && failure === undefined && (
        <>
          <div className="key-facts" />
          <Skeleton lines={12} />
        </>
      )}
      {data !== undefined && (
        <Opened {...page} newest={data} failure={failure} onRetry={onRetry} hasLinks={links[0]} />
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
  const value = held.shown;
  return (
    <>
      <KeyFacts source={source} value={value} />
      <KeyBanners {...page} value={value} held={held} failure={failure} onRetry={onRetry} />
      <div className="key-body">
        <div ref={pane} className="key-value">
          {held.changes > 0 && <div key={held.changes} className="key-flash" />}
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
