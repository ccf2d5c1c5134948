import type { ClusterAnswer, LeasesAnswer } from "@etcdscope/contract";
import { Button } from "@mantine/core";
import { IconLock, IconPlugConnectedX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useQueryFactory } from "../api/api-context.tsx";
import { type ApiFailure, failureOf } from "../api/client.ts";
import { Banner } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { LeaseTable } from "./lease-table.tsx";

const fewLeases = 200;
/** As many as the server tells at most. */
const manyLeases = 2000;

interface LeasesProps extends Pick<ClusterAnswer, "server"> {
  readonly source: string;
  readonly isFile: boolean;
}

/** The leases, those that end first before the others. */
export function Leases({ source, isFile, server }: LeasesProps) {
  const { t } = useTranslation();
  const [limit, setLimit] = useState(fewLeases);
  const { data, error, dataUpdatedAt } = useQuery({
    ...useQueryFactory().leases(source, limit),
    ...(isFile && { refetchInterval: false }),
    enabled: server === "etcd",
  });
  return (
    <section className="leases">
      <h2>
        {t("lease.heading")}
        {data !== undefined && <Count answer={data} />}
      </h2>
      {error !== null && <LeaseFailure failure={failureOf(error)} />}
      {server === "kine" && <p className="muted">{t("lease.ofKine")}</p>}
      {server === "etcd" && data === undefined && error === null && <Skeleton lines={4} />}
      {data?.leases.length === 0 && <p className="muted">{t("lease.empty")}</p>}
      {data !== undefined && isFile && data.total > 0 && <p className="muted">{t("lease.snapshotNote")}</p>}
      {data !== undefined && data.leases.length > 0 && (
        <LeaseTable source={source} answer={data} answeredAt={dataUpdatedAt} isFile={isFile} />
      )}
      {data !== undefined && limit < manyLeases && data.total > limit && (
        <Button size="xs" variant="default" onClick={() => setLimit(manyLeases)}>
          {t("lease.more", { count: Math.min(manyLeases, data.total) })}
        </Button>
      )}
    </section>
  );
}

function Count({ answer: { leases, total, areSoonest } }: { answer: LeasesAnswer }) {
  const { t } = useTranslation();
  const shown = leases.length;
  const part = areSoonest ? t("lease.soonest", { shown, total }) : t("lease.some", { shown, total });
  return (
    <span className="leases-count muted">{shown < total ? part : t("lease.count", { count: total })}</span>
  );
}

/** A part of the page that cannot be shown: the rest still can. */
function LeaseFailure({ failure }: { failure: ApiFailure }) {
  const { t } = useTranslation();
  const isForbidden = failure.code === "permission_denied";
  return (
    <Banner
      icon={isForbidden ? IconLock : IconPlugConnectedX}
      tone="warn"
      title={isForbidden ? t("lease.forbidden") : t("lease.failed")}
    >
      {t("lease.cause", { cause: failure.message })}
    </Banner>
  );
}
