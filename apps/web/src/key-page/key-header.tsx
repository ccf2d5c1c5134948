import { urls, type ValueAnswer } from "@etcdscope/contract";
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import {
  IconAffiliate,
  IconArrowsExchange,
  IconArrowsMaximize,
  IconCopy,
  IconDownload,
  IconLink,
  IconPin,
  IconX,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { objectOf, placeOf } from "../hints/kubernetes.ts";
import { absolute, keyHref } from "../links/href.ts";
import { lastName, refBytes } from "../links/key-ref.ts";
import { changedState } from "../links/view-state.ts";
import { NameText } from "../ui/byte-text.tsx";
import { CopyAction, IconAction } from "../ui/icon-action.tsx";
import { PathLinks } from "../ui/path-links.tsx";
import { EncodingBadge } from "./encoding-badge.tsx";
import type { KeyPageProps } from "./key-page.tsx";
import { type Pane, usePane } from "./pane.ts";
import { rememberedView } from "./view-memory.ts";
import { chooseView } from "./views.ts";

interface KeyHeaderProps extends KeyPageProps {
  readonly value: ValueAnswer | undefined;
  /** Whether the links to other objects are shown, and what changes it. */
  readonly links: readonly [isOpen: boolean, toggle: () => void] | undefined;
}

/** Which key it is, what object it holds, and what can be taken away from here. */
export function KeyHeader(props: KeyHeaderProps) {
  const { source, keyRef } = props;
  const { t } = useTranslation();
  const { side, alone } = usePane(props);
  const open = { kind: "key", ref: keyRef } as const;
  return (
    <header className="key-header">
      <div className="key-title">
        {side === "first" ? (
          <h1 className="code">
            <PathLinks source={source} open={open} />
          </h1>
        ) : (
          <h2 className="code" aria-label={`${t("split.keyBeside")}: ${lastName(keyRef)}`}>
            <PathLinks source={source} open={open} last={alone()} />
          </h2>
        )}
        <KeyActions {...props} />
      </div>
      <Chips {...props} />
    </header>
  );
}

function KeyActions(props: KeyHeaderProps) {
  const { source, keyRef, search, value, links } = props;
  const { t } = useTranslation();
  const pane = usePane(props);
  const view =
    value === undefined ? search.view : chooseView(value, search.view, rememberedView(value.encoding.id));
  const revision = search.rev ?? value?.revision;
  // A link from the first pane shows both, as the page does; one from the second is of its key.
  const link = (rev?: string): string => {
    const state = changedState(search, { view, rev });
    return absolute(pane.side === "first" ? pane.href(state) : keyHref(source, keyRef, state));
  };
  return (
    <div className="key-actions">
      {value?.encoding.kind !== undefined && links !== undefined && <LinksToggle links={links} />}
      {value !== undefined && <Download href={urls.bytes(source, keyRef, search.rev)} />}
      {revision !== undefined && (
        <CopyAction icon={IconPin} label={t("key.copyPinned")} text={() => link(revision)} />
      )}
      <CopyAction
        icon={IconCopy}
        label={t("key.copyKey")}
        text={() => keyRef.key ?? value?.key ?? keyRef.keyb ?? ""}
      />
      <CopyAction icon={IconLink} label={t("key.copyLink")} text={() => link()} />
      {pane.side === "second" && <BesideActions pane={pane} />}
    </div>
  );
}

function Download({ href }: { href: string }) {
  const { t } = useTranslation();
  return (
    <Tooltip label={t("key.download")}>
      <ActionIcon size={28} component="a" href={href} download aria-label={t("key.download")}>
        <IconDownload size={16} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  );
}

/** What can be done with a key that is there beside another. */
function BesideActions({ pane: { alone, swapped, closed } }: { pane: Pane }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <>
      <IconAction icon={IconArrowsMaximize} label={t("split.alone")} onClick={() => void navigate(alone())} />
      <IconAction
        icon={IconArrowsExchange}
        label={t("split.swapKeys")}
        onClick={() => void navigate(swapped())}
      />
      <IconAction icon={IconX} label={t("split.closeKey")} onClick={() => void navigate(closed())} />
    </>
  );
}

function LinksToggle({ links: [isOpen, toggle] }: { links: NonNullable<KeyHeaderProps["links"]> }) {
  const { t } = useTranslation();
  return (
    <Tooltip label={t(isOpen ? "relations.hide" : "relations.show")}>
      <Button
        size="compact-xs"
        variant={isOpen ? "light" : "default"}
        leftSection={<IconAffiliate size={14} stroke={1.75} aria-hidden />}
        aria-expanded={isOpen}
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
                  <NameText bytes={refBytes({ key: text })} />
                </dd>
              </div>
            ),
        )}
      </dl>
    </div>
  );
}
