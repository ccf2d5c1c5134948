import type { SnapshotStateAnswer } from "@etcdscope/contract";
import { useTranslation } from "react-i18next";
import { useFormat } from "../locale/format.ts";
import { Fact } from "./facts.tsx";

/** What a snapshot file says of itself. */
export function SnapshotFacts({ snapshot }: { snapshot: SnapshotStateAnswer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { databaseSize, databaseInUse, isAuthEnabled, users, roles } = snapshot;
  const absent = t("snapshotFile.notThere");
  const names = (list: readonly string[]): string => list.join(", ") || t("snapshotFile.none");
  const auth = isAuthEnabled === true ? t("snapshotFile.authOn") : t("snapshotFile.authOff");
  const facts = [
    [t("snapshotFile.fileSize"), format.size(snapshot.fileSize)],
    [
      t("snapshotFile.inUse"),
      `${format.size(databaseInUse)} · ${t("snapshotFile.free", { size: format.size(databaseSize - databaseInUse) })}`,
    ],
    [t("snapshotFile.hash"), t(`snapshotFile.hash_${snapshot.hash}`)],
    [t("snapshotFile.consistentIndex"), snapshot.consistentIndex ?? absent],
    [t("snapshotFile.term"), snapshot.term ?? absent],
    [t("snapshotFile.scheduledCompaction"), snapshot.scheduledCompaction ?? t("snapshotFile.none")],
    [t("snapshotFile.finishedCompaction"), snapshot.finishedCompaction ?? t("snapshotFile.none")],
    [t("snapshotFile.storageVersion"), snapshot.storageVersion ?? absent],
    [t("snapshotFile.pageSize"), t("format.bytes", { count: snapshot.pageSize })],
    [t("snapshotFile.txid"), snapshot.txid],
    [t("snapshotFile.auth"), isAuthEnabled === null ? absent : auth],
    [t("snapshotFile.users"), names(users)],
    [t("snapshotFile.roles"), names(roles)],
  ] as const;
  return (
    <section>
      <h2>{t("snapshotFile.heading")}</h2>
      <dl className="cluster-facts" aria-label={t("snapshotFile.heading")}>
        {facts.map(([name, text]) => (
          <Fact key={name} name={name}>
            {text}
          </Fact>
        ))}
      </dl>
      {snapshot.warnings.length > 0 && (
        <ul className="cluster-warnings" aria-label={t("snapshotFile.warnings")}>
          {snapshot.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
