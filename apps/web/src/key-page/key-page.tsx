import type { KeyRef } from "@etcdscope/contract";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useQueryFactory } from "../api/api-context.tsx";
import { failureOf } from "../api/client.ts";
import { lastName } from "../links/key-ref.ts";
import type { KeySearch } from "../links/view-state.ts";
import { usePageTitle } from "../ui/page-title.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { expectDocument } from "../value-views/document-text.tsx";
import { KeyBanners } from "./key-banners.tsx";
import { KeyFacts } from "./key-facts.tsx";
import { KeyFailure } from "./key-failure.tsx";
import { KeyHeader } from "./key-header.tsx";
import { LayeredValue } from "./layered-value.tsx";
import "./key-page.css";

export interface KeyPageProps {
  readonly source: string;
  readonly keyRef: KeyRef;
  readonly search: KeySearch;
}

/** Everything about one key at one revision. */
export function KeyPage({ source, keyRef, search }: KeyPageProps) {
  const queries = useQueryFactory();
  const { data, error, refetch } = useQuery(queries.value(source, keyRef, search.rev));
  usePageTitle(lastName(keyRef), source);
  const { view } = search;
  useEffect(() => {
    if (view === undefined || view === "json" || view === "yaml") expectDocument();
  }, [view]);
  const failure = error === null ? undefined : failureOf(error);
  return (
    <article className="key-page" data-deleted={data !== undefined && failure?.code === "key_not_found"}>
      <KeyHeader source={source} keyRef={keyRef} search={search} value={data} />
      {data === undefined && failure !== undefined && (
        <KeyFailure
          source={source}
          keyRef={keyRef}
          rev={search.rev}
          failure={failure}
          onRetry={() => void refetch()}
        />
      )}
      {data === undefined && failure === undefined && (
        <>
          <div className="key-facts" />
          <Skeleton lines={12} />
        </>
      )}
      {data !== undefined && (
        <>
          <KeyFacts source={source} value={data} />
          <KeyBanners source={source} keyRef={keyRef} search={search} value={data} failure={failure} />
          <LayeredValue source={source} keyRef={keyRef} search={search} value={data} />
        </>
      )}
    </article>
  );
}
