import type { SourceAnswer } from "@etcdscope/contract";
import { IconServer2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { isSeen, useSourceStatus } from "../api/source-status.ts";
import { soughtAt, usePlaceKeeper } from "../level/grid-place.ts";
import { LevelGrid } from "../level/level-grid.tsx";
import { useLevel } from "../level/use-level.ts";
import { rootPrefix } from "../links/key-ref.ts";
import { clusterTarget } from "../links/targets.ts";
import { useFormat } from "../locale/format.ts";
import { ButtonLink } from "../ui/button-link.tsx";
import { FailureNotice } from "../ui/failure-notice.tsx";
import { usePageTitle } from "../ui/page-title.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { StateNote } from "../ui/state.tsx";
import "./root-page.css";

/** The first page of a source: what it is, what stands at its top, and how to go on. */
export function RootPage({ source }: { source: string }) {
  const { t } = useTranslation();
  const status = useSourceStatus(source);
  usePageTitle(status.source?.name ?? source);
  return (
    <article className="root-page">
      <h1>{status.source?.name ?? source}</h1>
      {status.source === undefined && status.failure !== undefined && (
        <FailureNotice failure={status.failure} />
      )}
      {status.source !== undefined && <SourceFacts answer={status.source} />}
      {status.source?.can.cluster === true && (
        <p className="root-cluster">
          <ButtonLink
            size="compact-sm"
            variant="default"
            leftSection={<IconServer2 size={15} />}
            {...clusterTarget(source)}
          >
            {t("cluster.open")}
          </ButtonLink>
        </p>
      )}
      <h2>{t("root.top")}</h2>
      <TopChildren source={source} />
      <h2>{t("root.start")}</h2>
      <ul className="root-tips">
        <li>{t("root.tipTree")}</li>
        <li>{t("root.tipViews")}</li>
        <li>{t("root.tipLinks")}</li>
        <li>{t("root.tipSecrets")}</li>
      </ul>
    </article>
  );
}

function SourceFacts({ answer }: { answer: SourceAnswer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const kinds = {
    etcd: "source.kindEtcd",
    snapshot: "source.kindSnapshot",
    memory: "source.kindMemory",
  } as const;
  const facts = [
    [t("source.kind"), t(kinds[answer.kind])],
    [t("source.keyCount"), answer.keyCount === null ? "–" : format.number(answer.keyCount)],
    [t("source.revisionShort"), isSeen(answer) ? answer.revision : "–"],
    [t("source.oldest"), answer.oldestRevision ?? t("source.oldestUnknown")],
  ] as const;
  return (
    <dl className="root-facts" aria-label={t("root.about")}>
      {facts.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="numeric">{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function TopChildren({ source }: { source: string }) {
  const { t } = useTranslation();
  const keeper = usePlaceKeeper();
  const state = useLevel(source, rootPrefix, soughtAt(keeper.before));
  const { failure, pending, children } = state.level;
  if (failure !== undefined && children.length === 0)
    return <FailureNotice failure={failure} onRetry={state.retry} />;
  if (pending || state.isSeeking) return <Skeleton lines={6} />;
  if (children.length === 0) return <StateNote state="empty">{t("tree.emptySource")}</StateNote>;
  return <LevelGrid source={source} state={state} label={t("root.top")} keeper={keeper} />;
}
