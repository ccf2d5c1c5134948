import type { ValueAnswer } from "@etcdscope/contract";
import { useTranslation } from "react-i18next";
import { useFormat } from "../locale/format.ts";

/** What etcd says of the key, and how its value was read. */
export function KeyFacts({ value }: { value: ValueAnswer }) {
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
        <Fact name={t("key.lease")} text={leaseText(value.lease) ?? t("key.noLease")} title={value.lease} />
        <Fact name={t("key.readAt")} text={value.revision} />
      </dl>
    </div>
  );
}

/** A lease as etcdctl writes it, in hex; `undefined` when there is none. */
function leaseText(lease: string): string | undefined {
  const id = BigInt.asUintN(64, BigInt(lease));
  return id === 0n ? undefined : id.toString(16);
}

function Fact({ name, text, title }: { name: string; text: string; title?: string }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd className="numeric" title={title}>
        {text}
      </dd>
    </div>
  );
}
