import { type ClusterAnswer, idHex } from "@etcdscope/contract";
import { Button } from "@mantine/core";
import { IconInfoCircle, IconRefresh, IconRefreshAlert } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useQueryFactory } from "../api/api-context.tsx";
import { failureOf } from "../api/client.ts";
import { useSourceStatus } from "../api/source-status.ts";
import { useFormat } from "../locale/format.ts";
import { FailureNotice } from "../ui/failure-notice.tsx";
import { Banner } from "../ui/notice.tsx";
import { usePageTitle } from "../ui/page-title.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { Alarms } from "./alarms.tsx";
import { ClusterFacts } from "./cluster-facts.tsx";
import { LeaseKeys } from "./lease-keys.tsx";
import { Leases } from "./leases.tsx";
import { MemberTable } from "./member-table.tsx";
import { SnapshotFacts } from "./snapshot-facts.tsx";
import "./cluster-page.css";

interface ClusterPageProps {
  readonly source: string;
  /** The lease whose keys are shown. */
  readonly lease: string | undefined;
}

/** The cluster that the keys are of: its members, its space, its leases. */
export default function ClusterPage({ source, lease }: ClusterPageProps) {
  const { t } = useTranslation();
  const { source: answer } = useSourceStatus(source);
  const { data, error, refetch } = useQuery(useQueryFactory().cluster(source));
  const refresh = useRefresh(source);
  usePageTitle(t("cluster.title"), answer?.name ?? source);
  return (
    <article className="cluster-page" aria-busy={data === undefined && error === null}>
      {error !== null && data !== undefined && <Stale answer={data} />}
      {data?.server === "kine" && (
        <Banner icon={IconInfoCircle} title={t("cluster.kine")}>
          {t("cluster.kineText")}
        </Banner>
      )}
      {data !== undefined && <Alarms answer={data} />}
      <div className="cluster-content">
        <header className="cluster-header">
          <h1>{t("cluster.title")}</h1>
          <span className="cluster-of code">{answer?.name ?? source}</span>
          {data?.snapshot == null && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconRefresh size={15} />}
              onClick={refresh}
            >
              {t("cluster.refresh")}
            </Button>
          )}
          {data !== undefined && <AsOf answer={data} />}
        </header>
        {data === undefined && error === null && <Skeleton lines={8} />}
        {data === undefined && error !== null && (
          <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
        )}
        {data !== undefined && (
          <Known source={source} lease={lease} answer={data} newest={answer?.revision ?? null} />
        )}
      </div>
    </article>
  );
}

interface KnownProps extends ClusterPageProps {
  readonly answer: ClusterAnswer;
  /** The newest revision of the keys, where no member tells one. */
  readonly newest: string | null;
}

function Known({ source, lease, answer, newest }: KnownProps) {
  const { t } = useTranslation();
  const removed = answer.snapshot?.removedMembers.map(idHex) ?? [];
  return (
    <>
      <ClusterFacts answer={answer} revision={answer.revision ?? newest} />
      <section>
        <h2>{t("member.heading")}</h2>
        <MemberTable answer={answer} />
        {removed.length > 0 && <p className="muted">{t("member.removed", { ids: removed.join(", ") })}</p>}
      </section>
      {answer.snapshot !== null && <SnapshotFacts snapshot={answer.snapshot} />}
      {lease !== undefined && <LeaseKeys source={source} lease={lease} />}
      <Leases source={source} isFile={answer.snapshot !== null} server={answer.server} />
    </>
  );
}

function AsOf({ answer: { at, snapshot } }: { answer: ClusterAnswer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const text =
    snapshot === null ? t("cluster.asOf", { time: format.clock(Date.parse(at)) }) : t("cluster.asOfSnapshot");
  return <p className="muted numeric cluster-as-of">{text}</p>;
}

function Stale({ answer: { at } }: { answer: ClusterAnswer }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Banner icon={IconRefreshAlert} tone="warn" title={t("cluster.stale")}>
      {t("cluster.staleText", { time: format.clock(Date.parse(at)) })}
    </Banner>
  );
}

/** Asks anew for all that the page shows. */
function useRefresh(source: string): () => void {
  const client = useQueryClient();
  return () => {
    for (const question of ["cluster", "leases", "lease-keys"])
      void client.invalidateQueries({ queryKey: [question, source] });
  };
}
