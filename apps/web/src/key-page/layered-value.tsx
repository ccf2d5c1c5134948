import type { ValueAnswer } from "@etcdscope/contract";
import { Button } from "@mantine/core";
import { IconEye, IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useCallback, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useQueryFactory } from "../api/api-context.tsx";
import { failureOf } from "../api/client.ts";
import { refId } from "../links/key-ref.ts";
import { keyTarget } from "../links/targets.ts";
import { hiddenFields, maskedSource } from "../reveal/hidden-part.ts";
import { RevealBanner } from "../reveal/reveal-banner.tsx";
import { revealedValue } from "../reveal/revealed-value.ts";
import { type Reveals, useReveals } from "../reveal/use-reveals.ts";
import { ButtonLink } from "../ui/button-link.tsx";
import { FailureNotice } from "../ui/failure-notice.tsx";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { FieldExtrasContext } from "../value-views/field-extras.tsx";
import { spanText } from "../value-views/span.ts";
import type { ShownValue } from "../value-views/view-props.ts";
import { FactsCard } from "../within-values/facts-card.tsx";
import { type LayerPlace, LayerTrail } from "../within-values/layer-trail.tsx";
import { WithinList } from "../within-values/within-list.tsx";
import { type WithinRow, withinRows } from "../within-values/within-rows.ts";
import { fieldExtras } from "./field-extras-of.ts";
import type { KeyPageProps } from "./key-page.tsx";
import { isWithin, openedValue } from "./layers.ts";
import { ValuePane } from "./value-pane.tsx";

interface LayeredValueProps extends KeyPageProps {
  readonly value: ValueAnswer;
}

/** The value, or the layer of it that the address names, with what can be opened and revealed in it. */
export function LayeredValue(props: LayeredValueProps) {
  const { source, keyRef, search } = props;
  // Nothing that was revealed goes along to another key or revision.
  return <Layered key={`${source} ${refId(keyRef)} ${search.rev ?? ""}`} {...props} />;
}

function Layered(props: LayeredValueProps) {
  const { source, keyRef, search, value } = props;
  const reveals = useReveals({ source, keyRef, rev: search.rev }, value);
  const layer = isWithin(value, search.layer) ? search.layer : undefined;
  if (layer === undefined) return <Shown {...props} shown={value} reveals={reveals} />;
  const masked = maskedSource(value, layer);
  const draw = (shown: ShownValue): ReactNode => <Shown {...props} shown={shown} reveals={reveals} />;
  if (masked === undefined) return <OpenLayer {...props} layer={layer} draw={draw} />;
  return <HiddenLayer {...props} layer={layer} part={masked} reveals={reveals} draw={draw} />;
}

interface LayerProps extends LayeredValueProps {
  readonly layer: string;
  readonly draw: (shown: ShownValue) => ReactNode;
}

/** A layer that can be had for the asking. */
function OpenLayer({ source, keyRef, search, layer, draw }: LayerProps) {
  const { data, error, refetch } = useQuery(useQueryFactory().layer(source, keyRef, search.rev, layer));
  const shown = useMemo(() => (data === undefined ? undefined : openedValue(data)), [data]);
  if (shown !== undefined) return draw(shown);
  if (error === null) return <Skeleton lines={8} />;
  return (
    <FailureNotice
      failure={failureOf(error)}
      onRetry={() => void refetch()}
      actions={<BackToValue source={source} keyRef={keyRef} search={search} />}
    />
  );
}

interface HiddenLayerProps extends LayerProps {
  readonly part: NonNullable<ReturnType<typeof maskedSource>>;
  readonly reveals: Reveals;
}

/** A layer of masked bytes: there while these are revealed. */
function HiddenLayer({ source, keyRef, search, value, layer, part, reveals, draw }: HiddenLayerProps) {
  const { t } = useTranslation();
  const isRevealed = reveals.bytesOf(part) !== undefined;
  const found = reveals.layerOf(part, layer);
  const { reveal, failure } = reveals;
  const isMissing = isRevealed && found === undefined && failure === undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the part is the layer's, and asked for once.
  useEffect(() => {
    if (isMissing) reveal(part, layer);
  }, [isMissing, layer]);
  const shown = useMemo(
    () => (found === undefined ? undefined : openedValue(found.answer, found.bytes)),
    [found],
  );
  if (shown !== undefined) return draw(shown);
  if (isMissing) return <Skeleton lines={8} />;
  const back = <BackToValue source={source} keyRef={keyRef} search={search} />;
  if (failure !== undefined) return <FailureNotice failure={failure} actions={back} />;
  return (
    <Notice
      icon={IconLock}
      title={t("within.isMasked")}
      actions={
        <>
          {value.canReveal && (
            <Button size="xs" leftSection={<IconEye size={14} />} onClick={() => reveal(part, layer)}>
              {t("reveal.show")}
            </Button>
          )}
          {back}
        </>
      }
    >
      {value.canReveal ? t("within.isMaskedText") : t("reveal.forbiddenText")}
    </Notice>
  );
}

function BackToValue({ source, keyRef, search: { rev } }: KeyPageProps) {
  const { t } = useTranslation();
  return (
    <ButtonLink size="xs" variant="default" {...keyTarget(source, keyRef, rev === undefined ? {} : { rev })}>
      {t("layer.stored")}
    </ButtonLink>
  );
}

interface ShownProps extends LayeredValueProps {
  readonly shown: ShownValue;
  readonly reveals: Reveals;
}

function Shown({ source, keyRef, search, value, shown, reveals }: ShownProps) {
  const { t } = useTranslation();
  const go = useGoTo({ source, keyRef, search });
  const drawn = useMemo(() => revealedValue(shown, reveals.revealed), [shown, reveals.revealed]);
  const rows = useMemo(() => withinRows(shown), [shown]);
  const { canReveal } = value;
  const { opened, encoding } = shown;
  const { reveal } = reveals;
  const onOpen = useCallback(
    (row: WithinRow, layer: string): void => {
      if (row.masked !== undefined) reveal(row, layer);
      go({ layer, path: undefined, at: undefined }, false);
    },
    [reveal, go],
  );
  const onField = ({ in: holder, path, span }: WithinRow): void =>
    go({ layer: holder ?? undefined, path, at: span }, false);
  const { revealed } = reveals;
  // biome-ignore lint/correctness/useExhaustiveDependencies: of what is revealed, not of the seconds that it has left.
  const extras = useMemo(
    () => fieldExtras(rows, { t, reveals, canReveal, onOpen }),
    [rows, t, revealed, canReveal, onOpen],
  );
  return (
    <FieldExtrasContext value={extras}>
      <RevealBanner reveals={reveals} canReveal={canReveal || hiddenFields(value).length === 0} />
      {opened !== null && <LayerTrail opened={opened} encoding={encoding.id} onGo={go} />}
      {opened !== null && <FactsCard facts={opened.facts} />}
      <WithinList
        key={opened?.layer ?? ""}
        rows={rows}
        reveals={reveals}
        canReveal={canReveal}
        onOpen={onOpen}
        onField={onField}
      />
      <ValuePane source={source} keyRef={keyRef} search={search} value={drawn} />
    </FieldExtrasContext>
  );
}

/** Goes to a place of a layer, or of the stored bytes; the pinned revision stays. */
function useGoTo({ source, keyRef, search: { rev } }: KeyPageProps) {
  const navigate = useNavigate();
  return useCallback(
    ({ layer, path, at }: LayerPlace, inHex: boolean): void => {
      const place = inHex || path === undefined ? at && { at: spanText(at) } : { path };
      const state = {
        ...(rev !== undefined && { rev }),
        ...(layer !== undefined && { layer }),
        ...(inHex && { view: "hex" as const }),
        ...place,
      };
      void navigate(keyTarget(source, keyRef, state));
    },
    [navigate, source, keyRef, rev],
  );
}
