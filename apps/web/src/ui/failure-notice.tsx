import { Button } from "@mantine/core";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ApiFailure, FailureCode } from "../api/client.ts";
import { type StateId, StateNotice } from "./state.tsx";

interface Look {
  readonly state: StateId;
  readonly title: (t: TFunction) => string;
}

const looks: Readonly<Record<FailureCode, Look>> = {
  unreachable: { state: "unreachable", title: (t) => t("state.unreachable") },
  source_unavailable: { state: "unreachable", title: (t) => t("state.sourceUnavailable") },
  source_timeout: { state: "late", title: (t) => t("state.sourceTimeout") },
  permission_denied: { state: "forbidden", title: (t) => t("state.forbidden") },
  host_not_allowed: { state: "forbidden", title: (t) => t("state.hostForbidden") },
  unauthenticated: { state: "forbidden", title: (t) => t("state.unauthenticated") },
  masked: { state: "masked", title: (t) => t("within.isMasked") },
  reveal_forbidden: { state: "forbidden", title: (t) => t("reveal.forbidden") },
  value_changed: { state: "late", title: (t) => t("reveal.changed") },
  key_not_found: { state: "notFound", title: (t) => t("state.notFoundKey") },
  source_not_found: { state: "notFound", title: (t) => t("state.sourceNotFound") },
  not_found: { state: "notFound", title: (t) => t("state.pageNotFound") },
  not_supported: { state: "notFound", title: (t) => t("state.notSupported") },
  revision_compacted: { state: "compacted", title: (t) => t("state.compacted") },
  revision_in_future: { state: "future", title: (t) => t("state.future") },
  too_busy: { state: "late", title: (t) => t("state.busy") },
  took_too_long: { state: "tooLarge", title: (t) => t("state.tookTooLong") },
  too_large: { state: "tooLarge", title: (t) => t("state.tooLarge") },
  snapshot_damaged: { state: "failed", title: (t) => t("state.damaged") },
  invalid_request: { state: "failed", title: (t) => t("state.invalid") },
  head_too_large: { state: "failed", title: (t) => t("state.invalid") },
  request_timeout: { state: "late", title: (t) => t("state.invalid") },
  method_not_allowed: { state: "failed", title: (t) => t("state.invalid") },
  range_not_satisfiable: { state: "failed", title: (t) => t("state.invalid") },
  internal: { state: "failed", title: (t) => t("state.failed") },
};

/** The state that a failure leaves behind. */
export const stateOfFailure = ({ code }: ApiFailure): StateId => looks[code].state;

interface FailureNoticeProps {
  readonly failure: ApiFailure;
  /** A sentence in place of the server's. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly onRetry?: () => void;
  /** The page has no heading but this. */
  readonly alone?: boolean;
}

/** What went wrong, as a whole pane: every code of the API has its own face and way on. */
export function FailureNotice({ failure, children, actions, onRetry, alone = false }: FailureNoticeProps) {
  const { t } = useTranslation();
  const { state, title } = looks[failure.code];
  return (
    <StateNotice
      state={state}
      title={title(t)}
      alone={alone}
      actions={
        <>
          {actions}
          {onRetry !== undefined && (
            <Button size="xs" variant={actions === undefined ? "filled" : "default"} onClick={onRetry}>
              {t("app.retry")}
            </Button>
          )}
        </>
      }
    >
      {children ?? <p>{t("state.cause", { cause: failure.message })}</p>}
      {failure.code === "unreachable" && <p>{t("state.unreachableText")}</p>}
    </StateNotice>
  );
}
