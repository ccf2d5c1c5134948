import { type LeaseAnswer, type LeasesAnswer, leaseHex } from "@etcdscope/contract";
import { IconCopy } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { keyHref } from "../links/href.ts";
import { nameBytes, refOf } from "../links/key-ref.ts";
import { clusterTarget } from "../links/targets.ts";
import { NameText } from "../ui/byte-text.tsx";
import { CopyAction } from "../ui/icon-action.tsx";
import { QuickLink } from "../ui/quick-link.tsx";
import { durationText } from "./duration.ts";
import { useSecondsSince } from "./seconds-since.ts";
import "./lease-table.css";

interface LeaseTableProps {
  readonly source: string;
  readonly answer: LeasesAnswer;
  /** When it came, by this machine's clock. */
  readonly answeredAt: number;
  readonly isFile: boolean;
}

const rowHeight = 36;
/** Rows that are seen without scrolling. */
const rowsInSight = 14;

/** Thousands of leases, of which only those in sight are drawn. */
export function LeaseTable({ source, answer, answeredAt, isFile }: LeaseTableProps) {
  const { t } = useTranslation();
  const { leases } = answer;
  const passed = useSecondsSince(answeredAt, !isFile);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: leases.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  return (
    // biome-ignore lint/a11y: rows of a virtual table are placed one by one.
    <div
      role="table"
      className="lease-table"
      aria-label={t("lease.heading")}
      aria-rowcount={leases.length + 1}
    >
      <LeaseHead isFile={isFile} />
      {/* biome-ignore lint/a11y: see above. */}
      <div
        ref={scroller}
        role="rowgroup"
        className="lease-rows"
        style={{ height: Math.min(leases.length, rowsInSight) * rowHeight }}
      >
        <div role="presentation" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const lease = leases[index];
            if (lease === undefined) return null;
            return (
              <LeaseRow
                key={lease.lease}
                source={source}
                lease={lease}
                passed={passed}
                isFile={isFile}
                index={index}
                top={start}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function LeaseHead({ isFile }: { isFile: boolean }) {
  const { t } = useTranslation();
  const names = [t("lease.id"), isFile ? t("lease.granted") : t("lease.left"), t("lease.keys")];
  return (
    // biome-ignore lint/a11y: see the table.
    <div role="rowgroup">
      {/* biome-ignore lint/a11y: see the table. */}
      <div role="row" className="lease-row lease-head" aria-rowindex={1}>
        {names.map((name) => (
          // biome-ignore lint/a11y: see the table.
          <span key={name} role="columnheader">
            {name}
          </span>
        ))}
      </div>
    </div>
  );
}

interface LeaseRowProps {
  readonly source: string;
  readonly lease: LeaseAnswer;
  /** Seconds since the answer. */
  readonly passed: number;
  readonly isFile: boolean;
  readonly index: number;
  readonly top: number;
}

function LeaseRow({ source, lease, passed, isFile, index, top }: LeaseRowProps) {
  const { t } = useTranslation();
  const id = leaseHex(lease.lease);
  return (
    // biome-ignore lint/a11y: see the table.
    <div
      role="row"
      className="lease-row"
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${top}px)` }}
    >
      {/* biome-ignore lint/a11y: see the table. */}
      <span role="cell" className="lease-id">
        <code>{id}</code>
        <CopyAction icon={IconCopy} label={t("cluster.copyLease", { lease: id })} text={() => id} />
      </span>
      {/* biome-ignore lint/a11y: see the table. */}
      <span role="cell" className="numeric lease-time">
        {isFile ? <Granted lease={lease} /> : <TimeLeft lease={lease} passed={passed} />}
      </span>
      {/* biome-ignore lint/a11y: see the table. */}
      <span role="cell" className="lease-keys">
        <FirstKeys source={source} lease={lease} />
      </span>
    </div>
  );
}

function Granted({ lease: { granted } }: { lease: LeaseAnswer }) {
  const { t } = useTranslation();
  return <>{granted === null ? t("lease.unknown") : durationText(granted, t)}</>;
}

function TimeLeft({ lease: { left, granted }, passed }: { lease: LeaseAnswer; passed: number }) {
  const { t } = useTranslation();
  if (left === null || granted === null) return <span className="muted">{t("lease.unknown")}</span>;
  const now = left - passed;
  return (
    <>
      {now > 0 ? durationText(now, t) : t("lease.ended")}{" "}
      <span className="muted lease-granted">
        {t("lease.ofGranted", { granted: durationText(granted, t) })}
      </span>
    </>
  );
}

/** The first keys as far as there is room, and a way to all of them where these are not all. */
function FirstKeys({ source, lease: { lease, keyCount, keys } }: { source: string; lease: LeaseAnswer }) {
  const { t } = useTranslation();
  if (keyCount === null) return <span className="muted">{t("lease.keysUnknown")}</span>;
  if (keyCount === 0) return <span className="muted">{t("lease.noKeys")}</span>;
  const [first] = keys;
  return (
    <>
      {first !== undefined && (
        <span className="code lease-key">
          <QuickLink href={keyHref(source, refOf(first))}>
            <NameText bytes={nameBytes(first.key, first.keyb)} />
          </QuickLink>
        </span>
      )}
      {keyCount > 1 && (
        <Link
          className="lease-more numeric"
          aria-label={t("lease.allKeys", { count: keyCount, lease: leaseHex(lease) })}
          {...clusterTarget(source, lease)}
        >
          {t("lease.moreKeys", { count: keyCount })}
        </Link>
      )}
    </>
  );
}
