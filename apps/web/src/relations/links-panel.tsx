import type { KeyRef, RelationAnswer, RelationsAnswer, ValueAnswer } from "@etcdscope/contract";
import { IconAlertTriangle, IconInfoCircle, IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useQueryFactory } from "../api/api-context.tsx";
import { failureOf } from "../api/client.ts";
import { keyTarget } from "../links/targets.ts";
import type { KeySearch } from "../links/view-state.ts";
import { FailureNotice } from "../ui/failure-notice.tsx";
import { IconAction } from "../ui/icon-action.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import type { Linked } from "./linked.ts";
import { RelationSection } from "./relation-section.tsx";
import "./relations.css";

interface LinksPanelProps {
  readonly source: string;
  readonly keyRef: KeyRef;
  readonly search: KeySearch;
  readonly value: ValueAnswer;
}

/** The objects that belong together with the open one: what it names, what names it, and what is missing. */
export function LinksPanel({ source, keyRef, search, value }: LinksPanelProps) {
  const { t } = useTranslation();
  const queries = useQueryFactory();
  const { data, error, refetch, isFetching } = useQuery(
    queries.relations(source, keyRef, search.rev, value.modRevision),
  );
  const onPlace = usePlace({ source, keyRef, search });
  return (
    <section className="links" aria-label={t("relations.label")} aria-busy={isFetching} data-region>
      <header className="links-head">
        <h2>{t("relations.title")}</h2>
        {data !== undefined && (
          <span className="muted">{t("relations.asOf", { revision: data.revision })}</span>
        )}
        <IconAction icon={IconRefresh} label={t("relations.again")} onClick={() => void refetch()} />
      </header>
      {data === undefined && error === null && <Skeleton lines={6} />}
      {data === undefined && error !== null && (
        <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
      )}
      {data !== undefined && (
        <Found answer={data} linked={{ source, keyRef, rev: search.rev, onPlace, revision: data.revision }} />
      )}
    </section>
  );
}

function Found({ answer, linked }: { answer: RelationsAnswer; linked: Linked }) {
  const { t } = useTranslation();
  const { relations, unsearched } = answer;
  if (relations.length === 0) return <p className="links-note">{t("relations.none")}</p>;
  const full = relations.filter(({ related, next }) => related.length > 0 || next !== null);
  const missing = relations.flatMap(({ related }) => related).filter(isMissing).length;
  return (
    <>
      {missing > 0 && (
        <p className="links-note" data-tone="warn">
          <IconAlertTriangle size={15} aria-hidden /> {t("relations.missingCount", { count: missing })}
        </p>
      )}
      {unsearched !== null && (
        <p className="links-note">
          <IconInfoCircle size={15} aria-hidden /> {t(`relations.unsearched.${unsearched}`)}
        </p>
      )}
      {together(full).map(([relation, some]) => (
        <RelationSection key={relation} relation={relation} answers={some} linked={linked} />
      ))}
      {unsearched === null && <NotFound relations={relations} />}
    </>
  );
}

const isMissing = ({ state, optional }: RelationAnswer["related"][number]): boolean =>
  state === "missing" && optional !== true;

/** Answers of one relation stand together, in the order of the first. */
function together(answers: readonly RelationAnswer[]): [RelationAnswer["relation"], RelationAnswer[]][] {
  const ids = new Set(answers.map(({ relation }) => relation));
  return [...ids].map((id) => [id, answers.filter(({ relation }) => relation === id)]);
}

/** What nothing was found of is told in one line: that nothing uses an object is worth knowing, too. */
function NotFound({ relations }: { relations: readonly RelationAnswer[] }) {
  const { t } = useTranslation();
  const empty = relations.filter(({ related, next }) => related.length === 0 && next === null);
  if (empty.length === 0) return null;
  const name = ({ relation, kind }: RelationAnswer): string => {
    const words = t(`relations.relation.${relation}`);
    return kind === null || relation === "events" ? words : `${words} ${kind}`;
  };
  return (
    <p className="links-note">
      {t("relations.notFound")} {empty.map(name).join(" · ")}
    </p>
  );
}

/** Shows a field of the open value in the view that is open. */
function usePlace({ source, keyRef, search }: Omit<LinksPanelProps, "value">): (path: string) => void {
  const navigate = useNavigate();
  return useCallback(
    (path) => {
      const { key: _key, keyb: _keyb, at: _at, ...state } = search;
      void navigate({ ...keyTarget(source, keyRef, { ...state, path }), replace: true });
    },
    [navigate, source, keyRef, search],
  );
}
