import { type LeasesAnswer, leaseHex, type ValueAnswer } from "@etcdscope/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useQueryFactory } from "../api/api-context.tsx";
import { useSourceStatus } from "../api/source-status.ts";
import { clusterTarget } from "../links/targets.ts";
import { useFormat } from "../locale/format.ts";

/** What etcd says of the key, and how its value was read. */
export function KeyFacts({ source, value }: { source: string; value: ValueAnswer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const exact = (bytes: number): string => t("key.wasBytes", { exact: bytes });
  return (
    <div className="key-facts">
      <dl aria-label={t("key.facts")}>
        <Fact name={t("key.valueSize")} text={format.size(value.size)} title={exact(value.size)} />
        <Fact name={t("key.keySize")} text={format.size(value.keySize)} title={exact(value.keySize)} />
        <Fact name={t("key.modified")} text={value.modRevision} />
        <Fact name={t("key.created")} text={value.createRevision} />
        <Fact name={t("key.version")} text={value.version} />
        <LeaseFact source={source} lease={value.lease} />
        <Fact name={t("key.readAt")} text={value.revision} />
      </dl>
    </div>
  );
}

/** The lease by its id; where the source tells of leases it leads to its keys, and says how long they live. */
function LeaseFact({ source, lease }: { source: string; lease: string }) {
  const { t } = useTranslation();
  const id = lease === "0" ? undefined : leaseHex(lease);
  const isTold = useSourceStatus(source).source?.can.cluster === true;
  const enabled = isTold && id !== undefined;
  const { data } = useQuery({ ...useQueryFactory().lease(source, lease), enabled });
  if (id === undefined) return <Fact name={t("key.lease")} text={t("key.noLease")} />;
  const time = data === undefined ? undefined : timeText(t, data);
  const text = (
    <>
      {isTold ? <Link {...clusterTarget(source, lease)}>{id}</Link> : id}
      {time !== undefined && ` · ${time}`}
    </>
  );
  return <Fact name={t("key.lease")} text={text} title={lease} />;
}

/** In a snapshot time stands still, and only what was granted is known. */
function timeText(t: TFunction, { leases: [known] }: LeasesAnswer): string | undefined {
  if (known === undefined) return t("key.leaseGone");
  const { left, granted } = known;
  if (granted === null) return undefined;
  if (left === null) return t("key.leaseGranted", { granted });
  return t("key.leaseLeft", { left: Math.max(0, left), granted });
}

function Fact({ name, text, title }: { name: string; text: ReactNode; title?: string }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd className="numeric" title={title}>
        {text}
      </dd>
    </div>
  );
}
