import type { SourceAnswer } from "@etcdscope/contract";
import { Button } from "@mantine/core";
import { IconListSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useIndexWish } from "../api/index-wish.ts";
import { useSourceStatus } from "../api/source-status.ts";
import { type Format, useFormat } from "../locale/format.ts";
import { Banner } from "../ui/notice.tsx";
import "./index-banner.css";

/** How far the index of a source is, or what it would cost where it is built only when asked for. */
export function IndexBanner({ source }: { source: string }) {
  const { standing, source: answer } = useSourceStatus(source);
  if (answer === undefined || !answer.can.index) return null;
  if (standing === "unindexed") return <Offer answer={answer} />;
  const isLong = answer.progress !== undefined && answer.progress.keysPerSecond !== null;
  return standing === "indexing" && isLong ? <Progress answer={answer} /> : null;
}

function Offer({ answer }: { answer: SourceAnswer }) {
  const { t } = useTranslation();
  const build = useIndexWish(answer.id, "build");
  const cost = useCost(answer);
  return (
    <Banner
      icon={IconListSearch}
      title={t("index.none")}
      actions={
        <Button size="compact-sm" variant="default" loading={build.isPending} onClick={() => build.mutate()}>
          {t("index.build")}
        </Button>
      }
    >
      {t("index.noneText")} {cost !== "" && t("index.cost", { cost })}
    </Banner>
  );
}

/** `3,100,000 keys, reads 6 GB`, as far as it is known. */
function useCost({ indexCost }: SourceAnswer): string {
  const { t } = useTranslation();
  const format = useFormat();
  if (indexCost === undefined) return "";
  const { keys, keysExact, bytes } = indexCost;
  const counted = t(keysExact ? "index.costKeys" : "index.costMore", { count: keys });
  return bytes === null ? counted : `${counted}, ${t("index.costBytes", { size: format.size(bytes) })}`;
}

function Progress({ answer }: { answer: SourceAnswer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const stop = useIndexWish(answer.id, "stop");
  const { keys = 0, total = null } = answer.progress ?? {};
  const facts = useProgressFacts(answer, format);
  return (
    <div className="banner index-progress">
      <div className="banner-text">
        <strong>{t("index.building")}</strong> <span className="numeric">{facts.join(" · ")}</span>
        <progress
          aria-label={t("index.building")}
          value={total === null ? undefined : keys}
          max={total ?? undefined}
        />
        <span className="muted">{t("index.meanwhile")}</span>
      </div>
      <div className="banner-actions">
        <Button size="compact-sm" variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>
          {t("index.stop")}
        </Button>
      </div>
    </div>
  );
}

/** Keys so far, how many a second, and how long it takes still: as far as each is known. */
function useProgressFacts({ progress }: SourceAnswer, format: Format): string[] {
  const { t } = useTranslation();
  if (progress === undefined) return [];
  const { keys, total, keysPerSecond } = progress;
  const soFar =
    total === null ? t("standing.indexingSome", { keys }) : t("standing.indexingOf", { keys, total });
  const rate = keysPerSecond === null ? [] : [t("index.rate", { count: keysPerSecond })];
  if (total === null || keysPerSecond === null || keysPerSecond === 0) return [soFar, ...rate];
  const seconds = Math.max(1, Math.round((total - keys) / keysPerSecond));
  return [soFar, ...rate, t("index.left", { time: format.duration(seconds) })];
}
