import type { RelationAnswer } from "@etcdscope/contract";
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useQueryFactory } from "../api/api-context.tsx";
import { refId, refOf } from "../links/key-ref.ts";
import type { Linked } from "./linked.ts";
import { RelatedRow } from "./related-row.tsx";

interface RelationSectionProps {
  readonly relation: RelationAnswer["relation"];
  readonly answers: readonly RelationAnswer[];
  readonly linked: Linked;
}

/** The objects of one relation, which may have been found in several ways. */
export function RelationSection({ relation, answers, linked }: RelationSectionProps) {
  const { t } = useTranslation();
  return (
    <section className="relation">
      <h3>{t(`relations.relation.${relation}`)}</h3>
      {answers.map((answer) => (
        <RelatedList key={answer.id} answer={answer} linked={linked} />
      ))}
    </section>
  );
}

/** Rows that are shown before somebody asks for all. */
const firstRows = 12;

function RelatedList({ answer, linked }: { answer: RelationAnswer; linked: Linked }) {
  const { t } = useTranslation();
  const queries = useQueryFactory();
  const [showsAll, setShowsAll] = useState(false);
  const { source, keyRef, rev, revision } = linked;
  const { data, fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError } = useInfiniteQuery({
    ...queries.moreRelated(source, keyRef, rev ?? revision, answer.id),
    initialData: { pages: [answer], pageParams: [""] },
  });
  const related = data.pages.flatMap((page) => page.related);
  const shown = showsAll ? related : related.slice(0, firstRows);
  const last = data.pages.at(-1) ?? answer;
  return (
    <>
      <ul>
        {shown.map((one) => (
          <RelatedRow key={`${refId(refOf(one))} ${one.path ?? ""}`} related={one} linked={linked} />
        ))}
      </ul>
      {shown.length < related.length && (
        <Button size="compact-xs" variant="subtle" onClick={() => setShowsAll(true)}>
          {t("relations.showMore", { count: related.length - shown.length })}
        </Button>
      )}
      {hasNextPage && (
        <p className="links-note" role="status">
          {t("relations.partial", { looked: last.looked, total: last.total })}
          <Button
            size="compact-xs"
            variant="default"
            loading={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {isFetchNextPageError ? t("app.retry") : t("relations.further")}
          </Button>
        </p>
      )}
    </>
  );
}
