import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconLock } from "@tabler/icons-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCopy } from "../ui/clipboard.ts";
import { offsetOf } from "./goto.ts";
import { type Caret, selectionOf } from "./hex-caret.ts";
import { asBase64, asHex, asText } from "./hex-copy.ts";
import { hexOffset } from "./span.ts";

interface HexToolsProps {
  readonly bytes: Uint8Array;
  readonly caret: Caret;
  readonly masked: boolean;
  readonly onMove: (caret: Caret) => void;
}

export function HexTools({ bytes, caret, masked, onMove }: HexToolsProps) {
  const { t } = useTranslation();
  const [start, end] = selectionOf(caret);
  return (
    <div className="view-tools">
      <GoTo caret={caret} size={bytes.length} onMove={onMove} />
      <span className="muted numeric">
        {end - start > 1
          ? `${t("hex.selected", { count: end - start })} · ${hexOffset(start)}–${hexOffset(end)}`
          : hexOffset(caret.at)}
      </span>
      <CopySelection bytes={bytes.subarray(start, end)} />
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

function CopySelection({ bytes }: { bytes: Uint8Array }) {
  const { t } = useTranslation();
  const { copy, copied } = useCopy();
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button size="compact-xs" variant="default" rightSection={<IconChevronDown size={13} />}>
          {copied ? t("app.copied") : t("hex.copyAs")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => copy(asHex(bytes))}>{t("hex.copyHex")}</Menu.Item>
        <Menu.Item onClick={() => copy(asText(bytes))}>{t("hex.copyText")}</Menu.Item>
        <Menu.Item onClick={() => copy(asBase64(bytes))}>{t("hex.copyBase64")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
