import { type ClusterAnswer, idHex, type MemberAnswer, type MemberStatusAnswer } from "@etcdscope/contract";
import { IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { CopyAction } from "../ui/icon-action.tsx";
import { memberName } from "./member-name.ts";
import { Space } from "./space.tsx";
import "./member-table.css";

/** Every member, as it tells of itself. */
export function MemberTable({ answer }: { answer: ClusterAnswer }) {
  const { t } = useTranslation();
  const { members, snapshot } = answer;
  const isFile = snapshot !== null;
  if (members.length === 0) return <p className="muted">{t("member.none")}</p>;
  return (
    <table className="member-table">
      <thead>
        <tr>
          <th scope="col">{t("member.name")}</th>
          {!isFile && <th scope="col">{t("member.state")}</th>}
          {!isFile && <th scope="col">{t("member.database")}</th>}
          {!isFile && <th scope="col">{t("member.raft")}</th>}
          <th scope="col">{t("member.address")}</th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <tr key={member.id ?? member.endpoint} data-state={member.state}>
            <th scope="row">
              <MemberName member={member} />
            </th>
            {!isFile && <StateCell member={member} />}
            {!isFile && member.status !== null && (
              <StatusCells status={member.status} server={answer.server} />
            )}
            <AddressCell member={member} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function MemberName({ member }: { member: MemberAnswer }) {
  const { t } = useTranslation();
  const name = memberName(member);
  const { id, isLeader, isLearner } = member;
  return (
    <>
      <span className="member-name">{name}</span>
      {isLeader && (
        <span className="member-badge" data-kind="leader">
          {t("member.leader")}
        </span>
      )}
      {isLearner && <span className="member-badge">{t("member.learner")}</span>}
      {id !== null && (
        <span className="member-id">
          <code className="muted">{idHex(id)}</code>
          <CopyAction icon={IconCopy} label={t("cluster.copyMemberId", { name })} text={() => idHex(id)} />
        </span>
      )}
    </>
  );
}

function StatusCells({ status, server }: { status: MemberStatusAnswer } & Pick<ClusterAnswer, "server">) {
  const { t } = useTranslation();
  return (
    <>
      <td data-label={t("member.database")}>
        <Space status={status} isLimited={server === "etcd"} />
      </td>
      <td data-label={t("member.raft")}>{server === "etcd" && <RaftPlace status={status} />}</td>
    </>
  );
}

/** Of a member without a status it has the room of the cells that are missing: the cause is a sentence. */
function StateCell({ member }: { member: MemberAnswer }) {
  const { t } = useTranslation();
  const { state, status, problem } = member;
  return (
    <td data-label={t("member.state")} colSpan={status === null ? 3 : 1}>
      <span className="member-state" data-state={state}>
        <span className="member-dot" aria-hidden />
        {t(`member.${state}`)}
      </span>
      {status !== null && (
        <div className="muted">
          {status.version} · {t("member.answered", { count: status.milliseconds })}
        </div>
      )}
      {problem !== null && <div className="member-problem">{problem.message}</div>}
      {status?.complaints.map((text) => (
        <div key={text} className="member-problem">
          {t("member.complaint", { text })}
        </div>
      ))}
    </td>
  );
}

function RaftPlace({ status }: { status: MemberStatusAnswer }) {
  const { t } = useTranslation();
  const behind = Number(BigInt(status.raftIndex) - BigInt(status.raftAppliedIndex));
  return (
    <>
      <div className="numeric">{t("member.index", { index: status.raftIndex })}</div>
      <div className="muted numeric">
        {behind > 0 ? t("member.lag", { count: behind }) : t("member.applied")} ·{" "}
        {t("member.term", { term: status.raftTerm })}
      </div>
    </>
  );
}

function AddressCell({ member }: { member: MemberAnswer }) {
  const { t } = useTranslation();
  const address = member.endpoint ?? member.clientUrls[0] ?? member.peerUrls[0];
  return (
    <td data-label={t("member.address")}>
      {address !== undefined && (
        <span className="member-address">
          <code>{address}</code>
          <CopyAction
            icon={IconCopy}
            label={t("cluster.copyEndpoint", { name: memberName(member) })}
            text={() => address}
          />
        </span>
      )}
    </td>
  );
}
