import { Menu } from "@mantine/core";
import { IconCopy, IconFileText, IconFolderOpen, IconLink } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { absolute, keyHref, prefixHref } from "../links/href.ts";
import { keyTarget, prefixTarget } from "../links/targets.ts";
import { useCopy } from "../ui/clipboard.ts";
import type { Row } from "./rows.ts";

interface RowMenuProps {
  readonly source: string;
  readonly row: Row | undefined;
  readonly top: number;
  readonly onClose: () => void;
}

/** The menu of one row, at its right end. */
export function RowMenu({ source, row, top, onClose }: RowMenuProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { copy } = useCopy();
  const child = row?.kind === "child" ? row : undefined;
  const { prefix, ref } = child ?? {};
  return (
    <Menu
      opened={child !== undefined}
      onClose={onClose}
      position="bottom-end"
      width={200}
      // The key press that opens it is not one outside of it.
      clickOutsideEvents={["mousedown", "touchstart"]}
    >
      <Menu.Target>
        <button type="button" tabIndex={-1} aria-hidden className="tree-menu-anchor" style={{ top }} />
      </Menu.Target>
      <Menu.Dropdown>
        {ref !== undefined && child?.child.isKey === true && (
          <>
            <Menu.Item
              leftSection={<IconFileText size={15} />}
              onClick={() => void navigate(keyTarget(source, ref))}
            >
              {t("tree.openKey")}
            </Menu.Item>
            <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => copy(child.child.key)}>
              {t("tree.copyKey")}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconLink size={15} />}
              onClick={() => copy(absolute(keyHref(source, ref)))}
            >
              {t("tree.copyLink")}
            </Menu.Item>
          </>
        )}
        {prefix !== undefined && child?.child.isKey === true && <Menu.Divider />}
        {prefix !== undefined && (
          <>
            <Menu.Item
              leftSection={<IconFolderOpen size={15} />}
              onClick={() => void navigate(prefixTarget(source, prefix))}
            >
              {t("tree.openPrefix")}
            </Menu.Item>
            <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => copy(`${child?.child.key}/`)}>
              {t("tree.copyPrefix")}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconLink size={15} />}
              onClick={() => copy(absolute(prefixHref(source, prefix)))}
            >
              {t("tree.copyLink")}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
