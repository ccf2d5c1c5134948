import type { ChildAnswer } from "@etcdscope/contract";
import { useTranslation } from "react-i18next";
import { iconOf } from "../hints/icons.ts";
import { hintOf } from "../hints/kubernetes.ts";
import { keyHref, prefixHref } from "../links/href.ts";
import { nameBytes, prefixUnder, refId, refOf } from "../links/key-ref.ts";
import { ByteText } from "./byte-text.tsx";
import { QuickLink } from "./quick-link.tsx";
import "./child-table.css";

/** Children of a prefix: name, what it is, and how many keys it holds. */
export function ChildTable({ source, items }: { source: string; items: readonly ChildAnswer[] }) {
  const { t } = useTranslation();
  return (
    <table className="child-table">
      <thead>
        <tr>
          <th scope="col">{t("prefix.name")}</th>
          <th scope="col">{t("prefix.type")}</th>
          <th scope="col" className="child-count">
            {t("prefix.keys")}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((child) => (
          <ChildLine key={refId(refOf(child))} source={source} child={child} />
        ))}
      </tbody>
    </table>
  );
}

function ChildLine({ source, child }: { source: string; child: ChildAnswer }) {
  const { t, i18n } = useTranslation();
  const ref = refOf(child);
  const Shape = iconOf(ref.key, child.isKey);
  const hint = hintOf(ref.key);
  const bytes = nameBytes(child.name, child.nameb);
  const name = bytes.length === 0 ? <em>{t("tree.emptyName")}</em> : <ByteText bytes={bytes} />;
  const both = child.isKey && child.isPrefix;
  const href = child.isPrefix ? prefixHref(source, prefixUnder(ref)) : keyHref(source, ref);
  return (
    <tr>
      <td className="child-name">
        <Shape size={15} stroke={1.6} aria-hidden />
        <span className="code">
          <QuickLink href={href}>
            {name}
            {child.isPrefix ? "/" : ""}
          </QuickLink>
        </span>
        {hint !== undefined && (
          <span className="muted">{"name" in hint ? hint.name : t(`hint.${hint.note}`)}</span>
        )}
      </td>
      <td className="muted">
        {both ? <QuickLink href={keyHref(source, ref)}>{t("prefix.typeBoth")}</QuickLink> : undefined}
        {!both && (child.isKey ? t("prefix.typeKey") : t("prefix.typePrefix"))}
      </td>
      <td className="child-count numeric">
        {child.countExact ? new Intl.NumberFormat(i18n.language).format(child.count) : "~"}
      </td>
    </tr>
  );
}
