import type { KeyRef } from "@etcdscope/contract";
import { Button } from "@mantine/core";
import { IconCopy, IconKey, IconLink } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useQueryFactory } from "../api/api-context.tsx";
import { failureOf } from "../api/client.ts";
import { absolute, prefixHref } from "../links/href.ts";
import { keyAbove, lastName, pathSteps, refId, refOf, rootPrefix } from "../links/key-ref.ts";
import { keyTarget } from "../links/targets.ts";
import { ButtonLink } from "../ui/button-link.tsx";
import { ChildTable } from "../ui/child-table.tsx";
import { FailureNotice } from "../ui/failure-notice.tsx";
import { CopyAction } from "../ui/icon-action.tsx";
import { usePageTitle } from "../ui/page-title.ts";
import { PathLinks } from "../ui/path-links.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { StateNotice } from "../ui/state.tsx";
import "./prefix-page.css";

interface PrefixPageProps {
  readonly source: string;
  readonly prefix: KeyRef;
}

/** What lies under one prefix. */
export function PrefixPage({ source, prefix }: PrefixPageProps) {
  const { t } = useTranslation();
  usePageTitle(`${lastName(keyAbove(prefix))}/`, source);
  const query = useInfiniteQuery(useQueryFactory().children(source, prefix));
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const children = data?.pages.flatMap((page) => page.children) ?? [];
  const total = data?.pages.at(-1)?.total ?? null;
  return (
    <article className="prefix-page">
      <PrefixHeader source={source} prefix={prefix} />
      {error !== null && data === undefined && (
        <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Skeleton lines={10} />}
      {data !== undefined && children.length === 0 && (
        <StateNotice state="empty" title={t("prefix.empty")}>
          {t("prefix.emptyText")}
        </StateNotice>
      )}
      {children.length > 0 && (
        <>
          <p className="prefix-count muted numeric">
            {total === null && hasNextPage
              ? t("prefix.childrenSome", { count: children.length })
              : t("prefix.children", { count: total ?? children.length })}
          </p>
          <ChildTable source={source} items={children} />
          {hasNextPage && (
            <Button
              className="prefix-more"
              size="xs"
              variant="default"
              loading={isFetchingNextPage}
              onClick={() => void fetchNextPage()}
            >
              {t("prefix.more")}
            </Button>
          )}
        </>
      )}
    </article>
  );
}

/** Whether the prefix without its slash is a key too: the level above knows, and the tree has asked for it already. */
function useIsKey(source: string, prefix: KeyRef): boolean {
  const above = keyAbove(prefix);
  const level = pathSteps(above).at(-2)?.prefix ?? rootPrefix;
  const { data } = useInfiniteQuery(useQueryFactory().children(source, level));
  const id = refId(above);
  return (
    data?.pages.some((page) => page.children.some((child) => child.isKey && refId(refOf(child)) === id)) ??
    false
  );
}

function PrefixHeader({ source, prefix }: PrefixPageProps) {
  const { t } = useTranslation();
  // "/app/" is a prefix, and may be a key whose last name is empty.
  const above = keyAbove(prefix);
  const alsoKey = useIsKey(source, prefix);
  return (
    <header className="prefix-header">
      <h1 className="code">
        <span className="prefix-label">{t("prefix.heading")}</span>
        <PathLinks source={source} open={{ kind: "prefix", ref: prefix }} />
      </h1>
      <div className="key-actions">
        {alsoKey && (
          <ButtonLink
            size="compact-xs"
            variant="subtle"
            color="gray"
            leftSection={<IconKey size={14} />}
            {...keyTarget(source, above)}
          >
            {t("tree.openKey")}
          </ButtonLink>
        )}
        <CopyAction icon={IconCopy} label={t("prefix.copyPrefix")} text={() => prefix.key ?? prefix.keyb} />
        <CopyAction
          icon={IconLink}
          label={t("key.copyLink")}
          text={() => absolute(prefixHref(source, prefix))}
        />
      </div>
    </header>
  );
}
