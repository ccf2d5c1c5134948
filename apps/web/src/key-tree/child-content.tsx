import { useTranslation } from "react-i18next";
import { iconOf } from "../hints/icons.ts";
import { hintOf } from "../hints/kubernetes.ts";
import { keyHref, prefixHref } from "../links/href.ts";
import { nameBytes } from "../links/key-ref.ts";
import { ByteText } from "../ui/byte-text.tsx";
import type { ChildRow } from "./rows.ts";

interface ChildContentProps {
  readonly row: ChildRow;
  readonly source: string;
  readonly hints: boolean;
}

/** Picture, name, hint and count of a child. The name is a link, so that the browser's own ways work on it. */
export function ChildContent({ row, source, hints }: ChildContentProps) {
  const { child, ref, prefix } = row;
  const Shape = iconOf(hints ? ref.key : undefined, child.isKey);
  const href = child.isKey || prefix === undefined ? keyHref(source, ref) : prefixHref(source, prefix);
  return (
    <>
      <Shape className="tree-icon" size={15} stroke={1.6} aria-hidden />
      <a className="tree-name code" href={href} title={child.key} tabIndex={-1} draggable={false}>
        <ChildName row={row} />
      </a>
      {hints && <RowHint keyText={ref.key} />}
      {prefix !== undefined && <Count row={row} />}
    </>
  );
}

function ChildName({ row }: { row: ChildRow }) {
  const { t } = useTranslation();
  const bytes = nameBytes(row.child.name, row.child.nameb);
  return bytes.length === 0 ? <em>{t("tree.emptyName")}</em> : <ByteText bytes={bytes} />;
}

function RowHint({ keyText }: { keyText: string | undefined }) {
  const { t } = useTranslation();
  const hint = hintOf(keyText);
  if (hint === undefined) return null;
  return <span className="tree-hint">{"name" in hint ? hint.name : t(`hint.${hint.note}`)}</span>;
}

function Count({ row }: { row: ChildRow }) {
  const { t, i18n } = useTranslation();
  const { count, countExact, isKey } = row.child;
  const spoken = t(countExact ? "tree.count" : "tree.countAtLeast", { count });
  const title = isKey ? `${spoken} · ${t("tree.alsoKey")}` : spoken;
  return (
    <span className="tree-count numeric" title={title}>
      {countExact ? new Intl.NumberFormat(i18n.language).format(count) : "~"}
    </span>
  );
}
