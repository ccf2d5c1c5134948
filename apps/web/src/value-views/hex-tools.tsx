import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconLock } from "@tabler/icons-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCopy } from "../ui/clipboard.ts";
import type { ByteWindow } from "./byte-window.ts";
import { offsetOf } from "./goto.ts";
import { type Caret, selectionOf } from "./hex-caret.ts";
import { copyAs, copyForms } from "./hex-copy.ts";
import { hexOffset } from "./span.ts";

interface HexToolsProps {
  readonly bytes: ByteWindow;
  readonly caret: Caret;
  readonly masked: boolean;
  readonly onMove: (caret: Caret) => void;
}

export function HexTools({ bytes, caret, masked, onMove }: HexToolsProps) {
  const { t } = useTranslation();
  const [start, end] = selectionOf(caret);
  return (
    <div className="view-tools">
      <GoTo caret={caret} size={bytes.size} onMove={onMove} />
      <span className="muted numeric">
        {end - start > 1
          ? `${t("hex.selected", { count: end - start })} · ${hexOffset(start)}–${hexOffset(end)}`
          : hexOffset(caret.at)}
      </span>
      <CopySelection bytes={bytes.slice(start, end)} />
      {masked && (
        <span className="view-masked">
          <IconLock size={14} aria-hidden /> {t("hex.masked")}
        </span>
      )}
    </div>
  );
}

function GoTo({ caret, size, onMove }: { caret: Caret; size: number; onMove: (caret: Caret) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [bad, setBad] = useState(false);
  const id = useId();
  const go = (event: FormEvent): void => {
    event.preventDefault();
    const offset = offsetOf(text, caret.at, size);
    setBad(offset === undefined);
    if (offset !== undefined) onMove({ anchor: offset, at: offset });
  };
  return (
    <form className="hex-goto" onSubmit={go}>
      <label htmlFor={id}>{t("hex.goTo")}</label>
      <input
        id={id}
        className="code"
        value={text}
        placeholder={t("hex.goToHelp")}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={bad}
        aria-describedby={bad ? `${id}-bad` : undefined}
        onChange={(event) => {
          setText(event.target.value);
          setBad(false);
        }}
      />
      {bad && (
        <span id={`${id}-bad`} className="hex-goto-bad" role="alert">
          {t("hex.goToBad")}
        </span>
      )}
    </form>
  );
}

function CopySelection({ bytes }: { bytes: Uint8Array | undefined }) {
  const { t } = useTranslation();
  const { copy, copied } = useCopy();
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="default"
          disabled={bytes === undefined}
          rightSection={<IconChevronDown size={13} />}
        >
          {copied ? t("app.copied") : t("hex.copyAs")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {copyForms.map((form) => (
          <Menu.Item key={form} onClick={() => bytes && copy(copyAs(form, bytes))}>
            {t(`hexCopy.${form}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
