import type { AlarmAnswer, ClusterAnswer } from "@etcdscope/contract";
import { IconAlertOctagon, IconCrownOff, IconEyeOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Banner } from "../ui/notice.tsx";
import { memberName } from "./member-name.ts";

/** What must be known first: alarms, a missing leader, and what could not be learned. */
export function Alarms({ answer }: { answer: ClusterAnswer }) {
  const { t } = useTranslation();
  return (
    <>
      {(answer.alarms ?? []).map((alarm) => (
        <AlarmBanner key={`${alarm.member} ${alarm.kind}`} alarm={alarm} answer={answer} />
      ))}
      {isLeaderless(answer) && (
        <Banner icon={IconCrownOff} tone="bad" title={t("alarm.noLeader")}>
          {t("alarm.noLeaderText")}
        </Banner>
      )}
      <Missing answer={answer} />
    </>
  );
}

function AlarmBanner({ alarm, answer }: { alarm: AlarmAnswer; answer: ClusterAnswer }) {
  const { t } = useTranslation();
  const found = answer.members.find(({ id }) => id === alarm.member);
  const member = found === undefined ? t("alarm.oneMember") : memberName(found);
  const { kind } = alarm;
  if (kind !== "NOSPACE" && kind !== "CORRUPT")
    return (
      <Banner icon={IconAlertOctagon} tone="bad" title={t("alarm.other", { member, kind })}>
        {t("alarm.otherText")}
      </Banner>
    );
  return (
    <Banner icon={IconAlertOctagon} tone="bad" title={t(`alarm.${kind}`, { member })}>
      {t(`alarm.${kind}Text`)}
    </Banner>
  );
}

/** Members answer, and none of them follows one; kine has nothing to lead. */
function isLeaderless({ server, members, leader, snapshot }: ClusterAnswer): boolean {
  const mayLead = server === "etcd" && snapshot === null;
  return mayLead && leader === null && members.some(({ status }) => status !== null);
}

/** That kine has no alarms is said of it already. */
function Missing({ answer: { problems, server } }: { answer: ClusterAnswer }) {
  const { t } = useTranslation();
  const { members, alarms, oldestRevision } = problems;
  const sentences = [
    members && t("cluster.missingMembers", { cause: members.message }),
    server === "etcd" && alarms && t("cluster.missingAlarms", { cause: alarms.message }),
    oldestRevision && t("cluster.missingOldest", { cause: oldestRevision.message }),
  ].filter((sentence) => typeof sentence === "string");
  if (sentences.length === 0) return null;
  return (
    <Banner icon={IconEyeOff} tone="warn" title={t("cluster.missing")}>
      {sentences.join(" ")}
    </Banner>
  );
}
