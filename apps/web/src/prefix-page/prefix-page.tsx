import type { KeyRef } from "@etcdscope/contract";
import { IconCopy, IconKey, IconLink } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { soughtAt, usePlaceKeeper } from "../level/grid-place.ts";
import { LevelGrid } from "../level/level-grid.tsx";
import { StaleMark } from "../level/stale-mark.tsx";
import { useLevel } from "../level/use-level.ts";
import { absolute, prefixHref } from "../links/href.ts";
import { keyAbove, lastName, refId } from "../links/key-ref.ts";
import { keyTarget } from "../links/targets.ts";
import { ButtonLink } from "../ui/button-link.tsx";
import { FailureNotice } from "../ui/failure-notice.tsx";
import { CopyAction } from "../ui/icon-action.tsx";
import { usePageTitle } from "../ui/page-title.ts";
import { PathLinks } from "../ui/path-links.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { StateNotice } from "../ui/state.tsx";
import { useIsKey } from "./use-is-key.ts";
import "./prefix-page.css";

interface PrefixPageProps {
  readonly source: string;
  readonly prefix: KeyRef;
}

/** What lies under one prefix. */
export function PrefixPage({ source, prefix }: PrefixPageProps) {
  usePageTitle(`${lastName(keyAbove(prefix))}/`, source);
  return (
    <article className="prefix-page">
      <PrefixHeader source={source} prefix={prefix} />
      <PrefixLevel key={`${source} ${refId(prefix)}`} source={source} prefix={prefix} />
    </article>
  );
}

function PrefixLevel({ source, prefix }: PrefixPageProps) {
  const { t } = useTranslation();
  const keeper = usePlaceKeeper();
  const state = useLevel(source, prefix, soughtAt(keeper.before));
  const { level, isSeeking, retry } = state;
  const { children, total, failure, pending, hasMore } = level;
  if (failure !== undefined && children.length === 0)
    return <FailureNotice failure={failure} onRetry={retry} />;
  if (pending || isSeeking) return <Skeleton lines={10} />;
  if (children.length === 0)
    return (
      <StateNotice state="empty" title={t("prefix.empty")}>
        {t("prefix.emptyText")}
      </StateNotice>
    );
  return (
    <>
      <p className="prefix-count muted numeric">
        {total === null && hasMore
          ? t("prefix.childrenSome", { count: children.length })
          : t("prefix.children", { count: total ?? children.length })}{" "}
        <StaleMark source={source} />
      </p>
      <LevelGrid
        source={source}
        state={state}
        label={t("prefix.table", { name: prefix.key ?? lastName(prefix) })}
        keeper={keeper}
      />
    </>
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
