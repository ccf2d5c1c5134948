import { ActionIcon, Tooltip } from "@mantine/core";
import { IconFold, IconTag } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { HintSwitch } from "../hints/hint-switch.tsx";
import { StaleMark } from "../level/stale-mark.tsx";

interface TreeHeadProps {
  readonly source: string;
  readonly hints: HintSwitch;
  readonly onCollapseAll: () => void;
}

/** What concerns the tree as a whole. */
export function TreeHead({ source, hints, onCollapseAll }: TreeHeadProps) {
  const { t } = useTranslation();
  return (
    <div className="tree-head">
      <h2>{t("app.regionTree")}</h2>
      <StaleMark source={source} />
      <Tooltip label={t("tree.rawPathsHint")}>
        <ActionIcon
          size={24}
          aria-label={t("tree.rawPaths")}
          aria-pressed={!hints.shown}
          variant={hints.shown ? "subtle" : "light"}
          onClick={hints.toggle}
        >
          <IconTag size={15} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t("tree.collapseAll")}>
        <ActionIcon size={24} aria-label={t("tree.collapseAll")} onClick={onCollapseAll}>
          <IconFold size={15} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
