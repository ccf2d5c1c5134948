import type { SearchAnswer, SearchCoverageAnswer, SourceAnswer } from "@etcdscope/contract";
import { Button } from "@mantine/core";
import { type RefObject, useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useIndexWish } from "../api/index-wish.ts";
import { useSourceStatus } from "../api/source-status.ts";
import type { Matches } from "./use-matches.ts";

interface CoveredProps {
  readonly answer: SearchAnswer;
  readonly coverage: SearchCoverageAnswer;
}

/** What a search without an index found, in how much of what, and what is left. */
export function Covered({ answer, coverage }: CoveredProps) {
  const where = useWhere(coverage);
  const { t } = useTranslation();
  const { total, searched, revision } = answer;
  const counted = { count: searched, total, revision };
  return (
    <>
      {where === undefined ? t("unindexed.found", counted) : t("unindexed.foundIn", { ...counted, where })}{" "}
      <Left answer={answer} coverage={coverage} />
    </>
  );
}

/** `3 open prefixes`, `the index so far and 3 open prefixes`; nothing for all keys. */
function useWhere({ indexed, prefixes }: SearchCoverageAnswer): string | undefined {
  const { t } = useTranslation();
  const named = prefixes.filter(({ key }) => key !== "");
  const opened = named.length === 0 ? undefined : t("unindexed.opened", { count: named.length });
  if (indexed === null) return opened;
  return opened === undefined ? t("unindexed.soFar") : t("unindexed.soFarAnd", { opened });
}

function Left({ answer: { next }, coverage: { indexed, prefixes } }: CoveredProps) {
  const { t } = useTranslation();
  const left = prefixes.filter(({ isWhole }) => !isWhole);
  if (left.some(({ key }) => key === "")) return <>{t("unindexed.leftOfAll")}</>;
  if (left.length > 0)
    return (
      <span title={left.map(({ key }) => key).join(" ")}>{t("unindexed.left", { count: left.length })}</span>
    );
  if (next !== null) return null;
  return <>{t(indexed === null ? "unindexed.nothingElse" : "unindexed.untilIndexed")}</>;
}

interface SearchOnProps {
  readonly source: string;
  readonly matches: Matches;
  readonly box: RefObject<HTMLInputElement | null>;
}

/** How to have more of what a search without an index left out. */
export function SearchOn({ source, matches, box }: SearchOnProps) {
  const { t } = useTranslation();
  const { standing, source: facts } = useSourceStatus(source);
  const build = useIndexWish(source, "build");
  const { answer, failure, hasMore, loadingMore, retry } = matches;
  const goOn = useGoOn(matches, box);
  if (answer?.coverage === undefined || failure !== undefined) return null;
  const isOld = facts !== undefined && isOutdated(answer, facts);
  const canBuild = standing === "unindexed" && facts?.can.index === true;
  if (!hasMore && !isOld && (answer.isWhole || !canBuild)) return null;
  return (
    <div className="filter-on">
      {hasMore && (
        <Button size="compact-xs" variant="light" loading={loadingMore} onClick={goOn}>
          {t("unindexed.goOn")}
        </Button>
      )}
      {isOld && (
        <Button size="compact-xs" variant="default" onClick={retry}>
          {t("unindexed.again")}
        </Button>
      )}
      {!answer.isWhole && canBuild && (
        <Button size="compact-xs" variant="default" loading={build.isPending} onClick={() => build.mutate()}>
          {t("index.build")}
        </Button>
      )}
    </div>
  );
}

/** Whether the same question would have another answer now. */
function isOutdated({ revision, coverage }: SearchAnswer, facts: SourceAnswer): boolean {
  const indexed = coverage?.indexed ?? null;
  const hasGrown = indexed !== null && (facts.progress?.keys ?? 0) > indexed;
  return hasGrown || BigInt(facts.revision) > BigInt(revision);
}

/** When there is nothing left to go on with the button is gone: the focus that it had goes to the box. */
function useGoOn({ hasMore, loadMore }: Matches, box: RefObject<HTMLInputElement | null>): () => void {
  const hasGoneOn = useRef(false);
  useEffect(() => {
    if (hasMore || !hasGoneOn.current) return;
    hasGoneOn.current = false;
    if (document.activeElement === document.body) box.current?.focus();
  }, [hasMore, box]);
  return useCallback(() => {
    hasGoneOn.current = true;
    loadMore();
  }, [loadMore]);
}
