import type { WithinAnswer } from "@etcdscope/contract";
import { Button } from "@mantine/core";
import {
  IconArrowUpRight,
  IconChevronRight,
  IconCopy,
  IconEye,
  IconEyeOff,
  IconLayoutColumns,
  IconLock,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../locale/format.ts";
import { readable } from "../reveal/revealed-value.ts";
import type { Reveals } from "../reveal/use-reveals.ts";
import { ByteText } from "../ui/byte-text.tsx";
import { IconAction } from "../ui/icon-action.tsx";
import { usePaneLabel } from "../ui/pane-label.ts";
import type { WithinRow } from "./within-rows.ts";
import "./within-values.css";

interface WithinListProps {
  readonly rows: readonly WithinRow[];
  readonly reveals: Reveals;
  readonly canReveal: boolean;
  /** Opens a layer; one of masked bytes reveals these. */
  readonly onOpen: (row: WithinRow, layer: string) => void;
  /** The same in the other pane; absent where another key stands there. */
  readonly onOpenBeside: ((row: WithinRow, layer: string) => void) | undefined;
  readonly onField: (row: WithinRow) => void;
}

/** Rows that are in sight without being asked for. */
const mostOpen = 4;

/** What stands in the value in another form or is masked, with ways to open and to reveal it. */
export function WithinList(props: WithinListProps) {
  const { t } = useTranslation();
  const { rows } = props;
  const label = usePaneLabel(t("within.label"));
  const [open, setOpen] = useState(rows.length <= mostOpen);
  if (rows.length === 0) return null;
  return (
    <section className="within" aria-label={label}>
      <button type="button" className="within-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <IconChevronRight size={14} stroke={2} className="within-twisty" aria-hidden />
        {t("within.count", { count: rows.length })}
      </button>
      {open && (
        <ul className="within-rows">
          {rows.map((row) => (
            <Row key={row.id} {...props} row={row} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Row(props: WithinListProps & { readonly row: WithinRow }) {
  const { t } = useTranslation();
  const { row, reveals, onField } = props;
  const shown = reveals.bytesOf(row);
  const name = row.path ?? t("within.whole");
  return (
    <li className="within-row">
      <button
        type="button"
        className="within-path code"
        title={t("within.toField")}
        onClick={() => onField(row)}
      >
        {name}
      </button>
      {row.masked !== undefined && <Hiding {...props} name={name} />}
      {row.within.map((one) => (
        <OpenButton key={`${one.layer} ${one.span[0]}`} {...props} name={name} one={one} />
      ))}
      {shown !== undefined && <Plain bytes={shown} />}
    </li>
  );
}

interface RowPartProps extends WithinListProps {
  readonly row: WithinRow;
  readonly name: string;
}

/** What stands for the hidden bytes, and the ways to see or to have them. */
function Hiding({ row, reveals, canReveal, name }: RowPartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { size = 0, fingerprint = "" } = row.masked ?? {};
  const isShown = reveals.bytesOf(row) !== undefined;
  return (
    <>
      {!isShown && (
        <span className="within-masked muted">
          <IconLock size={13} aria-hidden /> {t("reveal.hidden", { size: format.size(size), fingerprint })}
        </span>
      )}
      {canReveal && (
        <>
          <IconAction
            icon={isShown ? IconEyeOff : IconEye}
            label={t(isShown ? "reveal.hideField" : "reveal.showField", { path: name })}
            onClick={() => (isShown ? reveals.hide(row) : reveals.reveal(row))}
          />
          <IconAction
            icon={IconCopy}
            label={t("reveal.copyField", { path: name })}
            onClick={() => reveals.copy(row)}
          />
        </>
      )}
    </>
  );
}

/** What may be opened is a button; what may not is told. */
function OpenButton(props: RowPartProps & { readonly one: WithinAnswer }) {
  const { row, one, name, canReveal, onOpen, onOpenBeside } = props;
  const { t } = useTranslation();
  const what = t(`within.what.${one.what}`);
  const label = [what.trim(), one.detail].filter((part) => part !== undefined).join(" · ");
  const { layer } = one;
  if (layer === null || (one.masked === true && !canReveal))
    return <span className="within-told">{label}</span>;
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        rightSection={<IconArrowUpRight size={12} aria-hidden />}
        aria-label={t("within.openAt", { path: name, what })}
        onClick={() => onOpen(row, layer)}
      >
        {t("within.open", { what })}
      </Button>
      {onOpenBeside !== undefined && (
        <IconAction
          icon={IconLayoutColumns}
          label={t("split.besideAt", { path: name, what })}
          onClick={() => onOpenBeside(row, layer)}
        />
      )}
    </>
  );
}

/** Characters of plaintext that are drawn: the views have the rest. */
const mostPlain = 4000;

function Plain({ bytes }: { bytes: Uint8Array }) {
  const text = readable(bytes);
  const lines = text.slice(0, mostPlain).split("\n");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reached by keyboard.
    <pre className="within-plain code" tabIndex={0}>
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing else, and do not move.
        <span key={at}>
          <ByteText bytes={new TextEncoder().encode(line)} />
          {at < lines.length - 1 && "\n"}
        </span>
      ))}
      {text.length > mostPlain && "…"}
    </pre>
  );
}
