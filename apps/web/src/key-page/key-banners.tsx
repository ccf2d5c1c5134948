import type { ValueAnswer } from "@etcdscope/contract";
import { Button } from "@mantine/core";
import { IconPencil, IconPinned } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useQueryFactory } from "../api/api-context.tsx";
import { type ApiFailure, failureOf } from "../api/client.ts";
import { changedState } from "../links/view-state.ts";
import { ButtonLink } from "../ui/button-link.tsx";
import { Banner } from "../ui/notice.tsx";
import { StateBanner } from "../ui/state.tsx";
import { changedFields } from "./changed-fields.ts";
import type { KeyPageProps } from "./key-page.tsx";
import { usePane } from "./pane.ts";
import type { HeldValue } from "./use-held-value.ts";

interface KeyBannersProps extends KeyPageProps {
  readonly value: ValueAnswer;
  readonly held: HeldValue;
  /** Why the last refresh failed, while older data is shown. */
  readonly failure: ApiFailure | undefined;
  readonly onRetry: () => void;
}

/** What must be known of the value that is shown: it is pinned, gone, older than the newest, or could not be refreshed. */
export function KeyBanners({ source, keyRef, search, value, held, failure, onRetry }: KeyBannersProps) {
  const { waiting, update } = held;
  return (
    <>
      {search.rev !== undefined && <Pinned source={source} keyRef={keyRef} search={search} value={value} />}
      {waiting !== undefined && failure === undefined && (
        <Changed value={value} waiting={waiting} onUpdate={update} />
      )}
      {failure !== undefined && <NotRefreshed value={value} failure={failure} onRetry={onRetry} />}
    </>
  );
}

/** The newest value is watched beside the pinned one, to say whether it is another by now. */
function Pinned({ source, keyRef, search, value }: KeyPageProps & { value: ValueAnswer }) {
  const { t } = useTranslation();
  const queries = useQueryFactory();
  const pane = usePane({ source, keyRef, search });
  const { data, error } = useQuery({ ...queries.value(source, keyRef, undefined), retry: false });
  const isDeleted = error !== null && failureOf(error).code === "key_not_found";
  const since = data !== undefined && data.modRevision !== value.modRevision ? data.modRevision : undefined;
  const sentence = isDeleted
    ? t("key.pinnedDeleted")
    : since === undefined
      ? t("key.pinnedText")
      : t("key.pinnedChanged", { revision: since });
  return (
    <Banner
      icon={IconPinned}
      title={t("key.pinned", { revision: search.rev })}
      actions={
        <ButtonLink
          size="compact-xs"
          variant="default"
          {...pane.to(changedState(search, { rev: undefined, path: undefined, at: undefined }))}
        >
          {t("key.unpin")}
        </ButtonLink>
      }
    >
      {sentence}
    </Banner>
  );
}

interface ChangedProps {
  readonly value: ValueAnswer;
  readonly waiting: ValueAnswer;
  readonly onUpdate: () => void;
}

/** The person has a place in what is shown: the newer version waits for them. */
function Changed({ value, waiting, onUpdate }: ChangedProps) {
  const { t } = useTranslation();
  const count = useMemo(() => changedFields(value.json, waiting.json), [value.json, waiting.json]);
  return (
    <Banner
      icon={IconPencil}
      title={t("key.changed", { revision: waiting.modRevision })}
      actions={
        <Button size="compact-xs" variant="default" onClick={onUpdate}>
          {t("key.update")}
        </Button>
      }
    >
      {count !== undefined && t("key.changedFields", { count })}
    </Banner>
  );
}

type NotRefreshedProps = Pick<KeyBannersProps, "value" | "onRetry"> & { readonly failure: ApiFailure };

/** Deleted, no longer allowed and not answering are three things; the frame tells of the last by itself. */
function NotRefreshed({ value: { revision }, failure, onRetry }: NotRefreshedProps) {
  const { t } = useTranslation();
  switch (failure.code) {
    case "key_not_found":
      return (
        <StateBanner state="deleted" title={t("key.deleted")}>
          {t("key.deletedText", { revision })}
        </StateBanner>
      );
    case "permission_denied":
    case "unauthenticated":
      return (
        <StateBanner state="forbidden" title={t("key.forbidden")}>
          {t("key.lastKnown", { revision })}
        </StateBanner>
      );
    case "unreachable":
    case "source_unavailable":
      return null;
    default:
      return (
        <StateBanner
          state={failure.code === "source_timeout" ? "late" : "failed"}
          title={t("key.refreshFailed")}
          actions={
            <Button size="compact-xs" variant="default" onClick={onRetry}>
              {t("app.retry")}
            </Button>
          }
        >
          {t("key.lastKnown", { revision })} · {failure.message}
        </StateBanner>
      );
  }
}
