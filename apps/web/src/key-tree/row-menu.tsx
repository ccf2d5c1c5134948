import { urls } from "@etcdscope/contract";
import { Menu } from "@mantine/core";
import {
  IconCopy,
  IconDownload,
  IconExternalLink,
  IconFileText,
  IconFolderOpen,
  IconLayoutColumns,
  IconLink,
  IconSearch,
  IconTerminal,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { etcdctlCommand, kubectlCommand } from "../hints/commands.ts";
import { absolute, keyHref, prefixHref } from "../links/href.ts";
import { useOpenBeside } from "../links/open-beside.ts";
import { keyTarget, prefixTarget } from "../links/targets.ts";
import { useCopy } from "../ui/clipboard.ts";
import type { ChildRow, Row } from "./rows.ts";

interface RowMenuProps {
  readonly source: string;
  readonly row: Row | undefined;
  readonly top: number;
  readonly onFindUnder: (row: Row) => void;
  readonly onClose: () => void;
}

/** The menu of one row, at its right end. */
export function RowMenu({ source, row, top, onFindUnder, onClose }: RowMenuProps) {
  const child = row?.kind === "child" ? row : undefined;
  const isBoth = child?.child.isKey === true && child.prefix !== undefined;
  return (
    <Menu
      opened={child !== undefined}
      onClose={onClose}
      // Where the focus goes depends on what was chosen.
      returnFocus={false}
      position="bottom-end"
      width={230}
      // The key press that opens it is not one outside of it.
      clickOutsideEvents={["mousedown", "touchstart"]}
    >
      <Menu.Target>
        <button type="button" tabIndex={-1} aria-hidden className="tree-menu-anchor" style={{ top }} />
      </Menu.Target>
      <Menu.Dropdown>
        {child?.child.isKey === true && <KeyItems source={source} row={child} />}
        {isBoth && <Menu.Divider />}
        {child?.prefix !== undefined && (
          <PrefixItems source={source} row={child} onFindUnder={() => onFindUnder(child)} />
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

interface ItemsProps {
  readonly source: string;
  readonly row: ChildRow;
}

function KeyItems({ source, row: { ref, child } }: ItemsProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const openBeside = useOpenBeside(source);
  const href = keyHref(source, ref);
  return (
    <>
      <Menu.Item
        leftSection={<IconFileText size={15} />}
        onClick={() => void navigate(keyTarget(source, ref))}
      >
        {t("tree.openKey")}
      </Menu.Item>
      <Menu.Item leftSection={<IconLayoutColumns size={15} />} onClick={() => openBeside(ref)}>
        {t("rowMenu.openBeside")}
      </Menu.Item>
      <TabItem href={href} />
      <CopyItem text={ref.key ?? child.key}>{t("tree.copyKey")}</CopyItem>
      <CopyItem icon={<IconLink size={15} />} text={absolute(href)}>
        {t("tree.copyLink")}
      </CopyItem>
      <CommandItems etcdctl={etcdctlCommand(ref, false)} kubectl={kubectlCommand(ref.key, false)} />
      <Menu.Item
        leftSection={<IconDownload size={15} />}
        component="a"
        href={urls.bytes(source, ref)}
        download
      >
        {t("rowMenu.download")}
      </Menu.Item>
    </>
  );
}

function PrefixItems({ source, row, onFindUnder }: ItemsProps & { onFindUnder: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { prefix, ref, child } = row;
  if (prefix === undefined) return null;
  const href = prefixHref(source, prefix);
  return (
    <>
      <Menu.Item
        leftSection={<IconFolderOpen size={15} />}
        onClick={() => void navigate(prefixTarget(source, prefix))}
      >
        {t("tree.openPrefix")}
      </Menu.Item>
      <TabItem href={href} />
      <Menu.Item leftSection={<IconSearch size={15} />} onClick={onFindUnder}>
        {t("rowMenu.findUnder")}
      </Menu.Item>
      <CopyItem text={prefix.key ?? `${child.key}/`}>{t("tree.copyPrefix")}</CopyItem>
      <CopyItem icon={<IconLink size={15} />} text={absolute(href)}>
        {t("tree.copyLink")}
      </CopyItem>
      <CommandItems etcdctl={etcdctlCommand(prefix, true)} kubectl={kubectlCommand(ref.key, true)} />
    </>
  );
}

function CommandItems({ etcdctl, kubectl }: { etcdctl: string | undefined; kubectl: string | undefined }) {
  const { t } = useTranslation();
  const icon = <IconTerminal size={15} />;
  return (
    <>
      {etcdctl !== undefined && (
        <CopyItem icon={icon} text={etcdctl}>
          {t("rowMenu.etcdctl")}
        </CopyItem>
      )}
      {kubectl !== undefined && (
        <CopyItem icon={icon} text={kubectl}>
          {t("rowMenu.kubectl")}
        </CopyItem>
      )}
    </>
  );
}

function TabItem({ href }: { href: string }) {
  const { t } = useTranslation();
  return (
    <Menu.Item
      leftSection={<IconExternalLink size={15} />}
      component="a"
      href={href}
      target="_blank"
      rel="noopener"
    >
      {t("rowMenu.openTab")}
    </Menu.Item>
  );
}

interface CopyItemProps {
  readonly icon?: ReactNode;
  readonly text: string;
  readonly children: ReactNode;
}

function CopyItem({ icon = <IconCopy size={15} />, text, children }: CopyItemProps) {
  const { copy } = useCopy();
  return (
    <Menu.Item leftSection={icon} onClick={() => copy(text)}>
      {children}
    </Menu.Item>
  );
}
