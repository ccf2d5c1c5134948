import type { ValueAnswer } from "@etcdscope/contract";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
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
        <Fact
          name={t("key.lease")}
          text={<Lease source={source} lease={value.lease} />}
          title={value.lease}
        />
        <Fact name={t("key.readAt")} text={value.revision} />
      </dl>
    </div>
  );
}

/** A lease as etcdctl writes it, in hex; it leads to its keys where the source tells of leases. */
function Lease({ source, lease }: { source: string; lease: string }) {
  const { t } = useTranslation();
  const { source: answer } = useSourceStatus(source);
  const id = BigInt.asUintN(64, BigInt(lease));
  if (id === 0n) return t("key.noLease");
  const text = id.toString(16);
  return answer?.can.cluster === true ? <Link {...clusterTarget(source, lease)}>{text}</Link> : text;
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
