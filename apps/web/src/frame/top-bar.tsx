import { IconMenu2, IconServer2 } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useSourceStatus } from "../api/source-status.ts";
import type { OpenRef } from "../links/open-ref.ts";
import { clusterTarget } from "../links/targets.ts";
import { useLiveState } from "../live/live-state.ts";
import { ShortcutsDoor } from "../shortcuts/shortcuts-door.tsx";
import { ButtonLink } from "../ui/button-link.tsx";
import { IconAction } from "../ui/icon-action.tsx";
import { Breadcrumb } from "./breadcrumb.tsx";
import { LanguageMenu, ThemeMenu } from "./preferences.tsx";
import { SourceMenu } from "./source-menu.tsx";
import { useStandingText } from "./standing.ts";

interface TopBarProps {
  readonly source: string | undefined;
  readonly openRef: OpenRef | undefined;
  /** Opens the tree where it is a drawer. */
  readonly onTree: (() => void) | undefined;
  /** Opens it at the search field. */
  readonly onSearch: (() => void) | undefined;
}

export function TopBar({ source, openRef, onTree, onSearch }: TopBarProps) {
  const { t } = useTranslation();
  return (
    <header className="top-bar" data-region>
      {onTree !== undefined && <IconAction icon={IconMenu2} label={t("app.openTree")} onClick={onTree} />}
      <Link to="/" className="top-logo" aria-label={t("app.name")}>
        <Logo />
        <span>{t("app.name")}</span>
      </Link>
      <SourceMenu source={source} />
      {source !== undefined && <Breadcrumb source={source} openRef={openRef} />}
      <div className="top-space" />
      {source !== undefined && <ClusterLink source={source} />}
      {source !== undefined && <Pill source={source} />}
      <ShortcutsDoor onSearch={onSearch} />
      <LanguageMenu />
      <ThemeMenu />
    </header>
  );
}

/** To the page of the cluster, where the source can tell of one. */
function ClusterLink({ source }: { source: string }) {
  const { t } = useTranslation();
  const { source: answer } = useSourceStatus(source);
  if (answer?.can.cluster !== true) return null;
  return (
    <ButtonLink
      className="top-cluster"
      size="compact-sm"
      variant="subtle"
      color="gray"
      leftSection={<IconServer2 size={16} stroke={1.75} />}
      aria-label={t("cluster.title")}
      title={t("cluster.open")}
      {...clusterTarget(source)}
    >
      <span className="top-cluster-name">{t("cluster.title")}</span>
    </ButtonLink>
  );
}

function Pill({ source }: { source: string }) {
  const status = useSourceStatus(source);
  const text = useStandingText(status);
  const { phase } = useLiveState(source);
  return (
    <span className="pill" data-standing={status.standing} data-stream={phase} title={status.message ?? text}>
      <span className="pill-dot" aria-hidden />
      <span className="pill-text">{text}</span>
    </span>
  );
}

function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#0f766e" />
      <g fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round">
        <circle cx="14" cy="14" r="7.2" />
        <path d="m19.4 19.4 5.4 5.4" />
        <path d="M10.8 11.4h3.4M12.6 14.2h4M10.8 17h3.4" strokeWidth="1.8" />
      </g>
    </svg>
  );
}
