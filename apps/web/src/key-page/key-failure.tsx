import type { KeyRef } from "@etcdscope/contract";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ApiFailure } from "../api/client.ts";
import { useSourceStatus } from "../api/source-status.ts";
import { pathSteps, prefixUnder, rootPrefix } from "../links/key-ref.ts";
import { keyTarget, prefixTarget } from "../links/targets.ts";
import { ButtonLink } from "../ui/button-link.tsx";
import { FailureNotice } from "../ui/failure-notice.tsx";

interface KeyFailureProps {
  readonly source: string;
  readonly keyRef: KeyRef;
  readonly rev: string | undefined;
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
  return <FailureNotice failure={failure} onRetry={onRetry} />;
}

function NotFound({ source, keyRef, rev, failure, onRetry }: KeyFailureProps) {
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
  const { source, keyRef, rev, failure } = props;
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
            <ButtonLink size="xs" {...keyTarget(source, keyRef, { rev: String(oldest) })}>
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

function Newest({ source, keyRef }: Pick<KeyFailureProps, "source" | "keyRef">) {
  const { t } = useTranslation();
  return (
    <ButtonLink size="xs" variant="default" {...keyTarget(source, keyRef)}>
      {t("state.showNewest")}
    </ButtonLink>
  );
}
