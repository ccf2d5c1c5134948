import { Button } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Banner } from "../ui/notice.tsx";
import type { Reveals } from "./use-reveals.ts";

interface RevealBannerProps {
  readonly reveals: Reveals;
  /** False where something is masked and the operator forbids to reveal it. */
  readonly canReveal: boolean;
}

/** Says that something is revealed and for how long, that it could not be, or that it may not be. */
export function RevealBanner({ reveals, canReveal }: RevealBannerProps) {
  const { t } = useTranslation();
  const { revealed, seconds, failure, hide } = reveals;
  if (!canReveal)
    return (
      <Banner icon={IconEyeOff} title={t("reveal.forbidden")}>
        {t("reveal.forbiddenText")}
      </Banner>
    );
  if (failure !== undefined)
    return <Banner icon={IconEyeOff} tone="warn" title={t("reveal.failed", { cause: failure.message })} />;
  if (revealed.size === 0) return null;
  return (
    <div className="banner" data-tone="warn">
      <IconEye size={18} stroke={1.75} aria-hidden />
      <div className="banner-text">
        <strong>{t("reveal.shown", { count: seconds })}</strong>
      </div>
      <div className="banner-actions">
        <Button size="compact-xs" variant="default" onClick={() => hide()}>
          {t("reveal.hide")}
        </Button>
      </div>
    </div>
  );
}
