import type { ValueAnswer } from "@etcdscope/contract";
import { Button } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useQueryFactory } from "../api/api-context.tsx";
import { failureOf } from "../api/client.ts";
import { maskedSource } from "../reveal/hidden-part.ts";
import type { Reveals } from "../reveal/use-reveals.ts";
import { ButtonLink } from "../ui/button-link.tsx";
import { FailureNotice } from "../ui/failure-notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { StateNotice } from "../ui/state.tsx";
import type { ShownValue } from "../value-views/view-props.ts";
import type { KeyPageProps } from "./key-page.tsx";
import { isWithin, openedValue } from "./layers.ts";
import { usePane } from "./pane.ts";

interface OpenedLayerProps extends KeyPageProps {
  readonly value: ValueAnswer;
  readonly reveals: Reveals;
  readonly draw: (shown: ShownValue) => ReactNode;
}

/** The value, or the layer of it that the address names, once it is there to be drawn. */
export function OpenedLayer(props: OpenedLayerProps) {
  const { search, value, draw } = props;
  const layer = isWithin(value, search.layer) ? search.layer : undefined;
  if (layer === undefined) return draw(value);
  const masked = maskedSource(value, layer);
  if (masked === undefined) return <OpenLayer {...props} layer={layer} />;
  return <HiddenLayer {...props} layer={layer} part={masked} />;
}

interface LayerProps extends OpenedLayerProps {
  readonly layer: string;
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
    <StateNotice
      state="masked"
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
    </StateNotice>
  );
}

function BackToValue(page: KeyPageProps) {
  const { t } = useTranslation();
  const { rev } = page.search;
  return (
    <ButtonLink size="xs" variant="default" {...usePane(page).to(rev === undefined ? {} : { rev })}>
      {t("layer.stored")}
    </ButtonLink>
  );
}
