import type { DamageAnswer, SourceAnswer } from "@etcdscope/contract";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSourceStatus } from "../api/source-status.ts";
import { IconAction } from "../ui/icon-action.tsx";
import { StateBanner } from "../ui/state.tsx";
import { isClosed, rememberClosed } from "./closed-notice.ts";
import "./damage.css";

/** Says what of a snapshot is lost, until it is closed for this visit. */
export function DamageBanner({ source }: { source: string }) {
  const { source: answer } = useSourceStatus(source);
  const { damage } = answer ?? {};
  return answer === undefined || damage === undefined ? null : (
    <DamageNotice key={source} source={answer} damage={damage} />
  );
}

function DamageNotice({ source, damage }: { source: SourceAnswer; damage: DamageAnswer }) {
  const { t } = useTranslation();
  const [closed, setClosed] = useState(() => isClosed(source.id));
  if (closed) return null;
  const close = (): void => {
    rememberClosed(source.id);
    setClosed(true);
  };
  const { pages, pageCount, hash, freelist, packing } = damage;
  return (
    <StateBanner
      state="partial"
      title={t("damage.title")}
      actions={<IconAction icon={IconX} label={t("damage.close")} onClick={close} />}
    >
      {packing !== null && t(`damage.packed_${packing.fault}`, { offset: packing.offset })}{" "}
      {pages > 0 && t("damage.pages", { pages, pageCount })}{" "}
      {freelist > 0 && t("damage.freelist", { freelist, pageCount })} {hash !== null && t(`damage.${hash}`)}
      <Places damage={damage} />
    </StateBanner>
  );
}

function Places({ damage: { pages, freelist, places } }: { damage: DamageAnswer }) {
  const { t } = useTranslation();
  if (places.length === 0) return null;
  const more = pages + freelist - places.length;
  return (
    <details className="damage-places">
      <summary>{t("damage.places")}</summary>
      <ul>
        {places.map(({ page, offset, reason }) => (
          <li key={`${page} ${offset} ${reason}`}>
            <span className="numeric">
              {page === null ? t("damage.placeWithoutPage", { offset }) : t("damage.place", { page, offset })}
            </span>{" "}
            <span lang="en">{reason}</span>
          </li>
        ))}
        {more > 0 && <li>{t("damage.more", { count: more })}</li>}
      </ul>
    </details>
  );
}
