import { leaseHex } from "@etcdscope/contract";
import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useQueryFactory } from "../api/api-context.tsx";
import { failureOf } from "../api/client.ts";
import { keyHref } from "../links/href.ts";
import { nameBytes, refId, refOf } from "../links/key-ref.ts";
import { clusterTarget } from "../links/targets.ts";
import { NameText } from "../ui/byte-text.tsx";
import { FailureNotice } from "../ui/failure-notice.tsx";
import { IconAction } from "../ui/icon-action.tsx";
import { QuickLink } from "../ui/quick-link.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

/** All keys that are bound to one lease. */
export function LeaseKeys({ source, lease }: { source: string; lease: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const query = useInfiniteQuery(useQueryFactory().leaseKeys(source, lease));
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const keys = data?.pages.flatMap((page) => page.keys) ?? [];
  return (
    <section className="cluster-lease">
      <h2>
        {t("lease.keysOf", { lease: leaseHex(lease) })}
        <IconAction
          icon={IconX}
          label={t("lease.closeKeys")}
          onClick={() => void navigate(clusterTarget(source))}
        />
      </h2>
      {data === undefined && error === null && <Skeleton lines={3} />}
      {data === undefined && error !== null && (
        <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
      )}
      {data !== undefined && keys.length === 0 && <p className="muted">{t("lease.noneBound")}</p>}
      <ul className="lease-key-list code">
        {keys.map((name) => (
          <li key={refId(refOf(name))}>
            <QuickLink href={keyHref(source, refOf(name))}>
              <NameText bytes={nameBytes(name.key, name.keyb)} />
            </QuickLink>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("lease.moreOfThem")}
        </Button>
      )}
    </section>
  );
}
