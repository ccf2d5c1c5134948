import { Menu, UnstyledButton } from "@mantine/core";
import { IconCheck, IconChevronDown, IconDatabase, IconFileDatabase } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useQueryFactory } from "../api/api-context.tsx";
import { isRefused } from "../api/source-status.ts";
import { sourceTarget } from "../links/targets.ts";

/** Names the source and goes to another. */
export function SourceMenu({ source }: { source: string | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data, refetch } = useQuery(useQueryFactory().sources());
  const here = data?.sources.find(({ id }) => id === source);
  const name = here?.name ?? source;
  if (name === undefined) return null;
  return (
    <Menu position="bottom-start" width={300} onOpen={() => void refetch()}>
      <Menu.Target>
        <UnstyledButton className="source-button" aria-label={t("source.switch", { name })}>
          {here?.kind === "snapshot" ? <IconFileDatabase size={16} /> : <IconDatabase size={16} />}
          <span className="source-name">{name}</span>
          <IconChevronDown size={14} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("source.heading")}</Menu.Label>
        {data?.sources.map((entry) => (
          <Menu.Item
            key={entry.id}
            leftSection={entry.id === source ? <IconCheck size={16} /> : <span className="menu-gap" />}
            onClick={() => void navigate(sourceTarget(entry.id))}
          >
            <div className="source-entry">{entry.name}</div>
            <div className="source-entry-facts">
              {entry.kind === "etcd" ? t("source.kindEtcd") : t("source.kindSnapshot")}
              {entry.keyCount !== null && ` · ${t("source.keys", { count: entry.keyCount })}`}
              {entry.state !== "ready" && ` · ${t(`standing.${isRefused(entry) ? "refused" : entry.state}`)}`}
            </div>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
