import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { nameTokensOf } from "../bytes/tokens.ts";
import { iconOf } from "../hints/icons.ts";
import { hintOf } from "../hints/kubernetes.ts";
import { keyHref, prefixHref } from "../links/href.ts";
import { nameBytes, refOf } from "../links/key-ref.ts";
import { NameText } from "../ui/byte-text.tsx";
import { QuickLink } from "../ui/quick-link.tsx";
import type { ChainPart } from "./chain.ts";
import type { ChildRow, Mark } from "./rows.ts";

interface ChildContentProps {
  readonly row: ChildRow;
  readonly source: string;
  readonly hints: boolean;
  readonly rate: number | undefined;
}

/** Picture, name, hint and count of a child. The name is a link, so that the browser's own ways work on it. */
export function ChildContent({ row, source, hints, rate }: ChildContentProps) {
  const { child, ref, prefix, above } = row;
  // Of several prefixes in one row the first stands among the row's neighbours.
  const shown = refOf(child).key;
  const Shape = iconOf(hints ? shown : undefined, child.isKey);
  const href = child.isKey || prefix === undefined ? keyHref(source, ref) : prefixHref(source, prefix);
  return (
    <>
      <Shape className="tree-icon" size={15} stroke={1.6} aria-hidden />
      {above.length > 0 && (
        <span className="tree-above">
          {above.map((part) => (
            <ChainLink key={part.id} source={source} part={part} />
          ))}
        </span>
      )}
      <a className="tree-name code" href={href} title={ref.key ?? child.key} tabIndex={-1} draggable={false}>
        <Name bytes={ownName(row)} marks={row.marks} />
      </a>
      {hints && <RowHint keyText={shown} />}
      {rate !== undefined && <Rate rate={rate} />}
      {prefix !== undefined && <Count row={row} />}
    </>
  );
}

/** A prefix that has no row of its own, because the next one is all that it holds. */
function ChainLink({ source, part }: { source: string; part: ChainPart }) {
  return (
    <>
      <span className="tree-part code">
        <QuickLink href={prefixHref(source, part.prefix)} tabIndex={-1}>
          <Name bytes={part.name} marks={part.marks} />
        </QuickLink>
      </span>
      <span className="tree-slash">/</span>
    </>
  );
}

/** The last segment of the row's key. */
function ownName({ child, ref, above }: ChildRow): Uint8Array {
  if (above.length === 0) return nameBytes(child.name, child.nameb);
  const key = nameBytes(ref.key ?? "", ref.keyb);
  return key.subarray(key.lastIndexOf(0x2f) + 1);
}

const utf8 = new TextDecoder();

function Name({ bytes, marks = [] }: { bytes: Uint8Array; marks?: readonly Mark[] | undefined }) {
  const { t } = useTranslation();
  if (bytes.length === 0) return <em>{t("tree.emptyName")}</em>;
  // What a name would hide matters more than what the filter found in it.
  const isPlain = marks.length > 0 && nameTokensOf(bytes).every(({ kind }) => kind === "text");
  return isPlain ? <MarkedText text={utf8.decode(bytes)} marks={marks} /> : <NameText bytes={bytes} />;
}

function MarkedText({ text, marks }: { text: string; marks: readonly Mark[] }) {
  const last = marks.at(-1)?.[1] ?? 0;
  return (
    <>
      {marks.map(([start, end], at) => (
        <Fragment key={start}>
          {text.slice(marks[at - 1]?.[1] ?? 0, start)}
          <mark>{text.slice(start, end)}</mark>
        </Fragment>
      ))}
      {text.slice(last)}
    </>
  );
}

function RowHint({ keyText }: { keyText: string | undefined }) {
  const { t } = useTranslation();
  const hint = hintOf(keyText);
  if (hint === undefined) return null;
  return <span className="tree-hint">{"name" in hint ? hint.name : t(`hint.${hint.note}`)}</span>;
}

/** Where much changes all the time no row can glow: how much it is says more. */
function Rate({ rate }: { rate: number }) {
  const { t } = useTranslation();
  const rounded = Math.round(rate);
  return (
    <span className="tree-rate numeric" title={t("rowMenu.rateHint", { rate: rounded })}>
      {t("rowMenu.rate", { rate: rounded })}
    </span>
  );
}

function Count({ row }: { row: ChildRow }) {
  const { t, i18n } = useTranslation();
  const { count, countExact, isKey } = row.child;
  const spoken = t(countExact ? "tree.count" : "tree.countAtLeast", { count });
  const title = isKey ? `${spoken} · ${t("tree.alsoKey")}` : spoken;
  return (
    <span className="tree-count numeric" title={title}>
      {countExact ? count.toLocaleString(i18n.language) : "~"}
    </span>
  );
}
