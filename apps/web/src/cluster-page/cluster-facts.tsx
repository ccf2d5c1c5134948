import { type ClusterAnswer, idHex } from "@etcdscope/contract";
import { useTranslation } from "react-i18next";
import { useFormat } from "../locale/format.ts";
import { Fact } from "./facts.tsx";
import { memberName } from "./member-name.ts";

/** What all members have in common. */
export function ClusterFacts({ answer, revision }: { answer: ClusterAnswer; revision: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { members, clusterId, snapshot } = answer;
  const up = members.filter(({ state }) => state === "up").length;
  const unknown = t("cluster.unknown");
  return (
    <dl className="cluster-facts" aria-label={t("cluster.facts")}>
      <Fact name={t("cluster.membersUp")}>
        {snapshot === null ? t("cluster.upOf", { up, total: members.length }) : format.number(members.length)}
      </Fact>
      {snapshot === null && answer.server === "etcd" && (
        <Fact name={t("cluster.leader")}>{leaderName(answer) ?? t("cluster.noLeaderShort")}</Fact>
      )}
      <Fact
        name={t("cluster.revision")}
        copy={revision === null ? undefined : { label: t("cluster.copyRevision"), text: revision }}
      >
        {revision ?? unknown}
      </Fact>
      <Fact name={t("cluster.oldest")} title={t("cluster.oldestHint")}>
        {answer.oldestRevision ?? unknown}
      </Fact>
      <Fact name={t("cluster.version")}>{answer.version ?? unknown}</Fact>
      {clusterId !== null && (
        <Fact
          name={t("cluster.clusterId")}
          copy={{ label: t("cluster.copyClusterId"), text: idHex(clusterId) }}
        >
          <code>{idHex(clusterId)}</code>
        </Fact>
      )}
    </dl>
  );
}

function leaderName({ members, leader }: ClusterAnswer): string | undefined {
  if (leader === null) return undefined;
  const found = members.find(({ id }) => id === leader);
  return found === undefined ? idHex(leader) : memberName(found);
}
