import { urls } from "@etcdscope/contract";
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ApiFailure } from "../api/client.ts";
import { useSourceStatus } from "../api/source-status.ts";
import { pathSteps, prefixUnder, rootPrefix } from "../links/key-ref.ts";
import { prefixTarget } from "../links/targets.ts";
import { changedState } from "../links/view-state.ts";
import { ButtonLink } from "../ui/button-link.tsx";
import { FailureNotice } from "../ui/failure-notice.tsx";
import type { KeyPageProps } from "./key-page.tsx";
import { usePane } from "./pane.ts";

interface KeyFailureProps extends KeyPageProps {
  readonly failure: ApiFailure;
  readonly onRetry: () => void;
}

/** Why there is nothing to show of this key, and the ways on from here. */
export function KeyFailure(props: KeyFailureProps) {
  const { failure, onRetry } = props;
  if (failure.code === "key_not_found") return <NotFound {...props} />;
  if (failure.code === "revision_compacted") return <Compacted {...props} />;
  if (failure.code === "revision_in_future") {
    return (
      <FailureNotice failure={failure} actions={<Newest {...props} />} onRetry={onRetry}>
        <p>{failure.message}</p>
      </FailureNotice>
    );
  }
  const isCostly = failure.code === "too_large" || failure.code === "took_too_long";
  return (
    <FailureNotice
      failure={failure}
      onRetry={onRetry}
      actions={isCostly ? <WholeBytes {...props} /> : undefined}
    />
  );
}

/** What costs too much to decode may still be had as it is stored. */
function WholeBytes({ source, keyRef, search }: KeyPageProps) {
  const { t } = useTranslation();
  return (
    <Button size="xs" component="a" href={urls.bytes(source, keyRef, search.rev)} download>
      {t("key.download")}
    </Button>
  );
}

function NotFound({ source, keyRef, search: { rev }, failure, onRetry }: KeyFailureProps) {
  const { t } = useTranslation();
  const above = pathSteps(keyRef).at(-2)?.prefix ?? rootPrefix;
  return (
    <FailureNotice
      failure={failure}
      onRetry={onRetry}
      actions={
        <>
          <ButtonLink size="xs" {...prefixTarget(source, above)}>
            {t("state.lookAround")}
          </ButtonLink>
          <ButtonLink size="xs" variant="default" {...prefixTarget(source, prefixUnder(keyRef))}>
            {t("state.lookUnder")}
          </ButtonLink>
        </>
      }
    >
      <p>{rev === undefined ? t("state.notFoundKeyPlain") : t("state.notFoundKeyText", { revision: rev })}</p>
    </FailureNotice>
  );
}

function Compacted(props: KeyFailureProps): ReactNode {
  const { source, search, failure } = props;
  const { rev } = search;
  const pane = usePane(props);
  const { t } = useTranslation();
  const known = useSourceStatus(source).source?.oldestRevision ?? undefined;
  const oldest = failure.detail["oldestRevision"] ?? known;
  const revision = rev ?? "";
  return (
    <FailureNotice
      failure={failure}
      actions={
        <>
          {oldest !== undefined && (
            <ButtonLink size="xs" {...pane.to(changedState(search, { rev: String(oldest) }))}>
              {t("state.showOldest", { oldest })}
            </ButtonLink>
          )}
          <Newest {...props} />
        </>
      }
    >
      <p>
        {oldest === undefined
          ? t("state.compactedPlain", { revision })
          : t("state.compactedText", { revision, oldest })}
      </p>
    </FailureNotice>
  );
}

function Newest(page: KeyPageProps) {
  const { t } = useTranslation();
  const state = changedState(page.search, { rev: undefined });
  return (
    <ButtonLink size="xs" variant="default" {...usePane(page).to(state)}>
      {t("state.showNewest")}
    </ButtonLink>
  );
}
