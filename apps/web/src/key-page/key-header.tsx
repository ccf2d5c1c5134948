import { urls, type ValueAnswer } from "@etcdscope/contract";
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconAffiliate, IconCopy, IconDownload, IconLink, IconPin } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { objectOf, placeOf } from "../hints/kubernetes.ts";
import { absolute, keyHref } from "../links/href.ts";
import { refBytes } from "../links/key-ref.ts";
import { changedState } from "../links/view-state.ts";
import { ByteText } from "../ui/byte-text.tsx";
import { CopyAction } from "../ui/icon-action.tsx";
import { PathLinks } from "../ui/path-links.tsx";
import { EncodingBadge } from "./encoding-badge.tsx";
import type { KeyPageProps } from "./key-page.tsx";
import { rememberedView } from "./view-memory.ts";
import { chooseView } from "./views.ts";

interface KeyHeaderProps extends KeyPageProps {
  readonly value: ValueAnswer | undefined;
  /** Whether the links to other objects are shown, and what changes it. */
  readonly links: readonly [isOpen: boolean, toggle: () => void];
}

/** Which key it is, what object it holds, and what can be taken away from here. */
export function KeyHeader(props: KeyHeaderProps) {
  const { source, keyRef } = props;
  return (
    <header className="key-header">
      <div className="key-title">
        <h1 className="code">
          <PathLinks source={source} open={{ kind: "key", ref: keyRef }} />
        </h1>
        <KeyActions {...props} />
      </div>
      <Chips {...props} />
    </header>
  );
}

function KeyActions({ source, keyRef, search, value, links }: KeyHeaderProps) {
  const { t } = useTranslation();
  const view =
    value === undefined ? search.view : chooseView(value, search.view, rememberedView(value.encoding.id));
  const revision = search.rev ?? value?.revision;
  const link = (rev?: string): string =>
    absolute(keyHref(source, keyRef, changedState(search, { view, rev })));
  return (
    <div className="key-actions">
      {value?.encoding.kind !== undefined && <LinksToggle links={links} />}
      {value !== undefined && (
        <Tooltip label={t("key.download")}>
          <ActionIcon
            size={28}
            component="a"
            href={urls.bytes(source, keyRef, search.rev)}
            download
            aria-label={t("key.download")}
          >
            <IconDownload size={16} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      )}
      {revision !== undefined && (
        <CopyAction icon={IconPin} label={t("key.copyPinned")} text={() => link(revision)} />
      )}
      <CopyAction
        icon={IconCopy}
        label={t("key.copyKey")}
        text={() => keyRef.key ?? value?.key ?? keyRef.keyb ?? ""}
      />
      <CopyAction icon={IconLink} label={t("key.copyLink")} text={() => link()} />
    </div>
  );
}

function LinksToggle({ links: [isOpen, toggle] }: Pick<KeyHeaderProps, "links">) {
  const { t } = useTranslation();
  return (
    <Tooltip label={t(isOpen ? "relations.hide" : "relations.show")}>
      <Button
        size="compact-xs"
        variant={isOpen ? "light" : "default"}
        leftSection={<IconAffiliate size={14} stroke={1.75} aria-hidden />}
        aria-expanded={isOpen}
        aria-controls={isOpen ? "links-panel" : undefined}
        aria-keyshortcuts="Alt+L"
        onClick={toggle}
      >
        {t("relations.title")}
      </Button>
    </Tooltip>
  );
}

function Chips({ keyRef, value }: KeyHeaderProps) {
  const { t } = useTranslation();
  const place = placeOf(keyRef.key);
  const { namespace, name } = place === undefined ? {} : objectOf(place);
  const shown = [
    [t("key.chipKind"), value?.encoding.kind],
    [t("key.chipNamespace"), namespace],
    [t("key.chipName"), name],
  ] as const;
  return (
    <div className="chips">
      {value !== undefined && <EncodingBadge value={value} />}
      <dl>
        {shown.map(
          ([label, text]) =>
            text !== undefined && (
              <div key={label} className="chip">
                <dt>{label}</dt>
                <dd>
                  <ByteText bytes={refBytes({ key: text })} />
                </dd>
              </div>
            ),
        )}
      </dl>
    </div>
  );
}
