import { IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCopy } from "../ui/clipboard.ts";
import { recall, remember } from "../ui/remember.ts";
import type { ByteWindow } from "./byte-window.ts";
import { mostRead, type Reading, readingsOf } from "./hex-readings.ts";
import { hexOffset } from "./span.ts";
import "./hex-inspector.css";

const storedAs = "inspector";

/** What the bytes from the caret on may mean, each to be copied. */
export function HexInspector({ bytes, at }: { bytes: ByteWindow; at: number }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(() => recall(storedAs) === "open");
  const read = bytes.slice(at, Math.min(bytes.size, at + mostRead));
  return (
    <details
      className="inspector"
      open={open}
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
        remember(storedAs, currentTarget.open ? "open" : "closed");
      }}
    >
      <summary>{t("inspector.label", { offset: hexOffset(at) })}</summary>
      {open && read !== undefined && (
        <dl>
          {readingsOf(read).map((reading) => (
            <ReadingRow key={reading.name} reading={reading} />
          ))}
        </dl>
      )}
    </details>
  );
}

function ReadingRow({ reading: { name, text } }: { reading: Reading }) {
  const { t } = useTranslation();
  const { copy } = useCopy();
  return (
    <div className="reading">
      <dt>{name}</dt>
      <dd className="code">
        {text === undefined ? (
          <>
            <span className="muted" aria-hidden>
              –
            </span>
            <span className="unseen">{t("inspector.none")}</span>
          </>
        ) : (
          <>
            <span className="reading-text">{text}</span>
            <button type="button" aria-label={t("inspector.copy", { name })} onClick={() => copy(text)}>
              <IconCopy size={13} stroke={1.75} aria-hidden />
            </button>
          </>
        )}
      </dd>
    </div>
  );
}
