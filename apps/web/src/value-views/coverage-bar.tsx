import type { SpanPair } from "@etcdscope/contract";
import { type PointerEvent, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../locale/format.ts";
import { type CoverageKind, coverageSums, type Region } from "../pointing/coverage.ts";
import { barOf } from "./coverage-columns.ts";
import "./coverage-bar.css";

interface CoverageBarProps {
  readonly regions: readonly Region[];
  readonly size: number;
  /** The offset of the caret. */
  readonly at: number;
  readonly onGo: (span: SpanPair) => void;
}

const kinds: readonly CoverageKind[] = ["explained", "unknown", "damaged", "masked"];

/** How much of the bytes is understood, and where what is not lies: a click leads there. */
export function CoverageBar({ regions, size, at, onGo }: CoverageBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const sums = useMemo(() => coverageSums(regions), [regions]);
  const columns = useMemo(() => barOf(regions, size), [regions, size]);
  if (regions.length === 0) return null;
  const textOf = (kind: CoverageKind): string =>
    t(`coverage.${kind}`, {
      size: format.size(sums[kind]),
      share: format.share(sums[kind], size),
    });
  const shown = kinds.filter((kind) => sums[kind] > 0);
  const next = (kind: CoverageKind): void => {
    const found = regions.filter((region) => region.kind === kind);
    const region = found.find(({ span }) => span[0] > at) ?? found[0];
    if (region !== undefined) onGo(region.span);
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const offset = Math.floor(((event.clientX - left) / width) * size);
    const region = regions.find(({ span }) => offset < span[1]);
    if (region?.kind === "explained") onGo([offset, offset + 1]);
    else if (region !== undefined) onGo(region.span);
  };
  return (
    <section className="coverage" aria-label={t("coverage.label")}>
      <div
        className="coverage-bar"
        role="img"
        aria-label={shown.map(textOf).join(", ")}
        onPointerDown={onPointerDown}
      >
        {columns.map(({ kind, from, share }) => (
          <span key={from} className={`coverage-part bytes-${kind}`} style={{ flexGrow: share }} />
        ))}
        <span className="coverage-caret" style={{ left: `${(at / Math.max(1, size)) * 100}%` }} />
      </div>
      {shown.map((kind) =>
        kind === "explained" ? (
          <span key={kind} className="coverage-kind" data-kind={kind}>
            {textOf(kind)}
          </span>
        ) : (
          <button
            key={kind}
            type="button"
            className="coverage-kind"
            data-kind={kind}
            title={t("coverage.next")}
            onClick={() => next(kind)}
          >
            {textOf(kind)}
          </button>
        ),
      )}
    </section>
  );
}
