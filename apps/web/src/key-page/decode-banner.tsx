import type { ValueAnswer } from "@etcdscope/contract";
import { Button } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ViewId } from "../links/view-state.ts";
import { Banner } from "../ui/notice.tsx";
import { StateBanner, StateNote } from "../ui/state.tsx";
import { hexOffset, spanText } from "../value-views/span.ts";
import { Readings } from "./readings.tsx";
import { isWireWhole } from "./views.ts";

interface DecodeBannerProps {
  readonly value: ValueAnswer;
  readonly view: ViewId;
  readonly onView: (view: ViewId) => void;
  /** Shows a place of the bytes, written as in the address. */
  readonly onPlace: (at: string) => void;
}

/** Says what of the value could not be decoded, why, where, and what is shown in its place. */
export function DecodeBanner({ value, view, onView, onPlace }: DecodeBannerProps) {
  const { t } = useTranslation();
  const { outcome } = value.encoding;
  return (
    <>
      {outcome === "sealed" && <Sealed value={value} />}
      {(outcome === "partial" || outcome === "failed") && (
        <Undecoded value={value} view={view} onView={onView} onPlace={onPlace} />
      )}
      <Warnings value={value} />
      {value.notes.map(({ code }) => (
        <Banner key={code} icon={IconInfoCircle} title={t(`note.${code}`)} />
      ))}
      <Readings value={value} />
      <MaskedNote value={value} />
    </>
  );
}

/** Nothing is wrong with the value: it says by what it is encrypted, and a configuration with that key opens it. */
function Sealed({ value: { encoding } }: { value: ValueAnswer }) {
  const { t } = useTranslation();
  const { provider = "", keyName = "", reason = "" } = encoding;
  const isKms = provider === "kms";
  return (
    <StateBanner state="sealed" title={t("encoding.sealed", { provider, keyName })}>
      {isKms ? t("encoding.sealedKms") : [...closed(reason), t("encoding.sealedHelp")].join(" · ")}
    </StateBanner>
  );
}

/** Why the keys that were given do not open it. That none was given is what the help says. */
const closed = (reason: string): string[] =>
  /no EncryptionConfiguration was given$/.test(reason) ? [] : [reason];

function Undecoded({ value, view, onView, onPlace }: DecodeBannerProps) {
  const { t } = useTranslation();
  const { outcome, reason, offset } = value.encoding;
  const failed = outcome === "failed";
  return (
    <StateBanner
      state={failed ? "failed" : "partial"}
      title={failed ? t("encoding.failed") : t("encoding.partial")}
      actions={
        <>
          {offset !== undefined && view !== "hex" && (
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => onPlace(spanText([offset, offset + 1]))}
            >
              {t("encoding.showHex")}
            </Button>
          )}
          {view !== "wire" && value.wire !== null && isWireWhole(value) && (
            <Button size="compact-xs" variant="default" onClick={() => onView("wire")}>
              {t("encoding.showWire")}
            </Button>
          )}
        </>
      }
    >
      {[reason, offset === undefined ? undefined : t("encoding.atOffset", { offset: hexOffset(offset) })]
        .filter((part) => part !== undefined)
        .join(" · ")}
      {failed && ` · ${t("encoding.showing", { view: t(`view.${view}`) })}`}
    </StateBanner>
  );
}

function Warnings({ value }: { value: ValueAnswer }) {
  const { t } = useTranslation();
  const { outcome, reason } = value.encoding;
  // What is left out for its size is the view's own to say, and why nothing more was decoded is said already.
  const told = value.warnings
    .filter(
      ({ code, message }) => !code.endsWith("_too_large") && !(outcome !== "ok" && isTold(message, reason)),
    )
    .map(({ message }) => message);
  if (told.length === 0) return null;
  return (
    <Banner icon={IconInfoCircle} title={t("view.warnings")}>
      {[...new Set(told)].join(" · ")}
    </Banner>
  );
}

/** Whether one of both says what the other does, and where. */
const isTold = (message: string, reason = ""): boolean =>
  reason !== "" && (reason.startsWith(message) || message.startsWith(reason));

function MaskedNote({ value }: { value: ValueAnswer }) {
  const { t } = useTranslation();
  if (value.masked.length === 0) return null;
  return <StateNote state="masked">{t("view.maskedNote", { count: value.masked.length })}</StateNote>;
}
