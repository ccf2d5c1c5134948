import type { FactAnswer } from "@etcdscope/contract";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Banner } from "../ui/notice.tsx";
import { useTimes } from "./times.ts";
import "./within-values.css";

/** What a certificate, a key or a token says first; that it has expired is said loudest. */
export function FactsCard({ facts }: { facts: readonly FactAnswer[] }) {
  const { t } = useTranslation();
  if (facts.length === 0) return null;
  return (
    <>
      <Validity facts={facts} />
      <dl className="within-facts" aria-label={t("within.facts")}>
        {facts.map((fact) => (
          <Fact key={fact.code} fact={fact} />
        ))}
      </dl>
    </>
  );
}

const times: readonly FactAnswer["code"][] = ["notBefore", "notAfter", "issuedAt", "expires"];

function Fact({ fact: { code, text } }: { fact: FactAnswer }) {
  const { t } = useTranslation();
  const { relative } = useTimes();
  if (code === "unverified") return null;
  const isTime = times.includes(code) && !Number.isNaN(Date.parse(text));
  const shown = code === "authority" ? t(text === "true" ? "within.yes" : "within.no") : text;
  return (
    <div className="within-fact">
      <dt>{t(`within.fact.${code}`)}</dt>
      <dd className="code">
        {shown}
        {isTime && <span className="muted"> {relative(Date.parse(text))}</span>}
      </dd>
    </div>
  );
}

function Validity({ facts }: { facts: readonly FactAnswer[] }) {
  const { t } = useTranslation();
  const { relative } = useTimes();
  const at = (...codes: FactAnswer["code"][]): number =>
    Date.parse(facts.find(({ code }) => codes.includes(code))?.text ?? "");
  const end = at("notAfter", "expires");
  const start = at("notBefore");
  return (
    <>
      {end < Date.now() && (
        <Banner icon={IconAlertTriangle} tone="bad" title={t("within.expired", { when: relative(end) })} />
      )}
      {start > Date.now() && (
        <Banner icon={IconAlertTriangle} tone="warn" title={t("within.notYet", { when: relative(start) })} />
      )}
      {facts.some(({ code }) => code === "unverified") && (
        <Banner icon={IconInfoCircle} title={t("within.unverified")} />
      )}
    </>
  );
}
