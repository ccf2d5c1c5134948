import { Button } from "@mantine/core";
import {
  type Icon,
  IconAlertTriangle,
  IconClock,
  IconFileUnknown,
  IconLock,
  IconPlugConnectedX,
  IconScale,
} from "@tabler/icons-react";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ApiFailure, FailureCode } from "../api/client.ts";
import { Notice, type Tone } from "./notice.tsx";

interface Look {
  readonly icon: Icon;
  readonly tone: Tone;
  readonly title: (t: TFunction) => string;
}

const away: Pick<Look, "icon" | "tone"> = { icon: IconPlugConnectedX, tone: "warn" };
const broken: Pick<Look, "icon" | "tone"> = { icon: IconAlertTriangle, tone: "bad" };
const locked: Pick<Look, "icon" | "tone"> = { icon: IconLock, tone: "warn" };
const absent: Pick<Look, "icon" | "tone"> = { icon: IconFileUnknown, tone: "calm" };

const looks: Readonly<Record<FailureCode, Look>> = {
  unreachable: { ...away, title: (t) => t("state.unreachable") },
  source_unavailable: { ...away, title: (t) => t("state.sourceUnavailable") },
  source_timeout: { icon: IconClock, tone: "warn", title: (t) => t("state.sourceTimeout") },
  permission_denied: { ...locked, title: (t) => t("state.forbidden") },
  host_not_allowed: { ...locked, title: (t) => t("state.hostForbidden") },
  unauthenticated: { ...locked, title: (t) => t("state.unauthenticated") },
  masked: { ...locked, title: (t) => t("within.isMasked") },
  reveal_forbidden: { ...locked, title: (t) => t("reveal.forbidden") },
  value_changed: { icon: IconClock, tone: "calm", title: (t) => t("reveal.changed") },
  key_not_found: { ...absent, title: (t) => t("state.notFoundKey") },
  source_not_found: { ...absent, title: (t) => t("state.sourceNotFound") },
  not_found: { ...absent, title: (t) => t("state.pageNotFound") },
  revision_compacted: { icon: IconClock, tone: "calm", title: (t) => t("state.compacted") },
  revision_in_future: { icon: IconClock, tone: "calm", title: (t) => t("state.future") },
  too_busy: { icon: IconClock, tone: "warn", title: (t) => t("state.busy") },
  too_large: { icon: IconScale, tone: "calm", title: (t) => t("state.tooLarge") },
  snapshot_damaged: { ...broken, title: (t) => t("state.damaged") },
  invalid_request: { ...broken, title: (t) => t("state.invalid") },
  method_not_allowed: { ...broken, title: (t) => t("state.invalid") },
  range_not_satisfiable: { ...broken, title: (t) => t("state.invalid") },
  not_supported: { ...absent, title: (t) => t("state.notSupported") },
  internal: { ...broken, title: (t) => t("state.failed") },
};

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
  const { icon, tone, title } = looks[failure.code];
  return (
    <Notice
      icon={icon}
      tone={tone}
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
    </Notice>
  );
}
