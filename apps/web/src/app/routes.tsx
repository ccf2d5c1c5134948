import { useQuery } from "@tanstack/react-query";
import { Navigate, Outlet, useParams, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useQueryFactory } from "../api/api-context.tsx";
import { failureOf } from "../api/client.ts";
import { useSourceRefresh } from "../api/source-refresh.ts";
import { useSourceStatus } from "../api/source-status.ts";
import { Frame } from "../frame/frame.tsx";
import { KeyTree } from "../key-tree/key-tree.tsx";
import { sourceTarget } from "../links/targets.ts";
import { refOfSearch } from "../links/view-state.ts";
import { PrefixPage } from "../prefix-page/prefix-page.tsx";
import { RootPage } from "../root-page/root-page.tsx";
import { Boundary } from "../ui/boundary.tsx";
import { ButtonLink } from "../ui/button-link.tsx";
import { FailureNotice } from "../ui/failure-notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { StateNotice } from "../ui/state.tsx";
import { BadKey } from "./bad-key.tsx";
import { loadKeyPage } from "./key-route.tsx";
import { useOpenRef } from "./open-ref.ts";

/** Goes on to the first source. */
export function HomeRoute() {
  const { t } = useTranslation();
  const queries = useQueryFactory();
  const { data, error, refetch } = useQuery(queries.sources());
  const first = data?.sources[0];
  if (first !== undefined) return <Navigate {...sourceTarget(first.id)} replace />;
  return (
    <Frame source={undefined} openRef={undefined}>
      {data !== undefined && (
        <StateNotice alone state="empty" title={t("state.noSources")}>
          {t("state.noSourcesText")}
        </StateNotice>
      )}
      {error !== null && <FailureNotice alone failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton lines={6} />}
    </Frame>
  );
}

export function NotFoundRoute() {
  const { t } = useTranslation();
  return (
    <Frame source={undefined} openRef={undefined}>
      <StateNotice
        alone
        state="notFound"
        title={t("state.pageNotFound")}
        actions={
          <ButtonLink size="xs" to="/">
            {t("state.allSources")}
          </ButtonLink>
        }
      >
        {t("state.pageNotFoundText")}
      </StateNotice>
    </Frame>
  );
}

/** The frame around every page of one source; it stays while pages change. */
export function SourceRoute() {
  const { source } = useParams({ from: "/s/$source" });
  const openRef = useOpenRef();
  const { standing } = useSourceStatus(source);
  useSourceRefresh(source);
  // A key is what is opened next: its script is fetched beside the first level.
  useEffect(() => void loadKeyPage().catch(() => undefined), []);
  if (standing === "gone") return <SourceGone source={source} />;
  const tree = (
    <Boundary about={source}>
      <KeyTree key={source} source={source} openRef={openRef} />
    </Boundary>
  );
  return (
    <Frame source={source} openRef={openRef} tree={tree}>
      <Outlet />
    </Frame>
  );
}

function SourceGone({ source }: { source: string }) {
  const { t } = useTranslation();
  return (
    <Frame source={undefined} openRef={undefined}>
      <StateNotice
        alone
        state="notFound"
        title={t("state.sourceNotFound")}
        actions={
          <ButtonLink size="xs" to="/">
            {t("state.allSources")}
          </ButtonLink>
        }
      >
        {t("state.sourceNotFoundText", { name: source })}
      </StateNotice>
    </Frame>
  );
}

export function RootPageRoute() {
  const { source } = useParams({ from: "/s/$source" });
  return (
    <Boundary about={source}>
      <RootPage source={source} />
    </Boundary>
  );
}

export function PrefixRoute() {
  const { source } = useParams({ from: "/s/$source" });
  const search = useSearch({ from: "/s/$source/prefix" });
  const prefix = refOfSearch(search);
  if (prefix === undefined) return <BadKey />;
  return (
    <Boundary about={JSON.stringify([source, search])}>
      <PrefixPage source={source} prefix={prefix} />
    </Boundary>
  );
}
