import type { MemberStatusAnswer } from "@etcdscope/contract";
import { useTranslation } from "react-i18next";
import { useFormat } from "../locale/format.ts";

/** A defragmentation stops a member for a while: less is not worth telling of. */
const worthFreeing = 16 * 1024 * 1024;
/** From this share of its quota on, a database is close to its end. */
const nearlyFull = 0.8;

interface SpaceProps {
  readonly status: MemberStatusAnswer;
  /** Whether there is a quota at all: kine has none. */
  readonly isLimited: boolean;
}

/** How large a member's database is, how much of that it needs, and how far it may grow. */
export function Space({ status, isLimited }: SpaceProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { databaseSize, databaseInUse, quota } = status;
  const free = databaseInUse === null ? 0 : databaseSize - databaseInUse;
  const full = quota === null ? undefined : databaseSize / quota;
  return (
    <div className="space">
      <div className="numeric">
        {format.size(databaseSize)}
        {databaseInUse !== null && (
          <span className="muted"> · {t("member.inUse", { inUse: format.size(databaseInUse) })}</span>
        )}
      </div>
      {isLimited && <SpaceBar status={status} />}
      {isLimited && (
        <div className={full !== undefined && full >= nearlyFull ? "space-full" : "muted"}>
          {quota === null
            ? t("member.noQuota")
            : t("member.ofQuota", { share: format.share(databaseSize, quota), quota: format.size(quota) })}
        </div>
      )}
      {free >= worthFreeing && <div>{t("member.wouldFree", { size: format.size(free) })}</div>}
    </div>
  );
}

/** In use, and free within the database, against the quota or else the database itself. */
function SpaceBar({ status }: { status: MemberStatusAnswer }) {
  const { databaseSize, databaseInUse, quota } = status;
  const whole = Math.max(databaseSize, quota ?? 0, 1);
  const share = (bytes: number): string => `${(bytes / whole) * 100}%`;
  const inUse = databaseInUse ?? databaseSize;
  return (
    <div className="space-bar" data-full={quota !== null && databaseSize / whole >= nearlyFull} aria-hidden>
      <span className="space-used" style={{ width: share(inUse) }} />
      <span className="space-free" style={{ width: share(Math.max(0, databaseSize - inUse)) }} />
    </div>
  );
}
