import { IconX } from "@tabler/icons-react";
import { Fragment, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { IconAction } from "../ui/icon-action.tsx";
import { searchField } from "./search-field.ts";
import { keyName, shortcutGroups } from "./shortcuts.ts";
import "./shortcuts.css";

const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Every shortcut that there is, in a window of its own; the browser keeps the focus inside and gives it back. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = (): void => dialog.current?.close();
  const groups = shortcutGroups(searchField() !== null);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself.
    <dialog
      ref={dialog}
      className="shortcuts"
      aria-label={t("shortcuts.title")}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div className="shortcuts-head">
        <h2>{t("shortcuts.title")}</h2>
        <IconAction icon={IconX} label={t("app.close")} onClick={close} />
      </div>
      <div className="shortcut-groups">
        {groups.map(({ where, shortcuts }) => (
          <section key={where}>
            <h3>{t(`shortcuts.group.${where}`)}</h3>
            <dl>
              {shortcuts.map(({ keys, does }) => (
                <div key={does}>
                  <dt>
                    <Keys keys={keys} />
                  </dt>
                  <dd>{t(`shortcuts.does.${does}`)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}

function Keys({ keys }: { keys: readonly (readonly string[])[] }) {
  const mac = isMac();
  return keys.map((together) => (
    <span key={together.join()} className="shortcut-keys">
      {together.map((key, at) => (
        <Fragment key={key}>
          {at > 0 && "+"}
          <kbd>{keyName(key, mac)}</kbd>
        </Fragment>
      ))}
    </span>
  ));
}
