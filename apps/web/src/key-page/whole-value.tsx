import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useQueryFactory } from "../api/api-context.tsx";
import { failureOf } from "../api/client.ts";
import { useFormat } from "../locale/format.ts";
import { FailureNotice } from "../ui/failure-notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { StateNotice } from "../ui/state.tsx";
import type { ShownValue } from "../value-views/view-props.ts";
import type { KeyPageProps } from "./key-page.tsx";
import { isWithheld } from "./views.ts";

/** Up to this size opening the view is asking enough; beyond it decoding takes long enough to be asked for. */
const unasked = 2 * 1024 * 1024;

/** What is revealed takes the place of what masks it in a value that is fetched later, too. */
export type Unmask = (value: ShownValue) => ShownValue;

/**
 * The value with its trees, without which two views side by side know nothing of each other; where these wait to be
 * asked for, what is known so far.
 */
export function useTiedValue({
  source,
  keyRef,
  search,
  value,
  unmask,
}: Omit<WholeValueProps, "children" | "meanwhile">): ShownValue {
  const waits = isWithheld("fields", value);
  const options = useQueryFactory().value(source, keyRef, search.rev, true);
  const isAsked = waits && search.split !== undefined && value.size <= unasked;
  const { data } = useQuery({ ...options, enabled: isAsked });
  const whole = useMemo(() => data && unmask(data), [data, unmask]);
  return waits && whole?.modRevision === value.modRevision ? whole : value;
}

interface WholeValueProps extends KeyPageProps {
  readonly value: ShownValue;
  readonly unmask: Unmask;
  /** Drawn until it is there, and where it is not to be had. */
  readonly meanwhile?: ReactNode;
  readonly children: (whole: ShownValue) => ReactNode;
}

/** Asks for what the server leaves out of a large value, and draws with it. */
export function WholeValue({ source, keyRef, search, value, unmask, meanwhile, children }: WholeValueProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asked, setAsked] = useState(value.size <= unasked);
  const options = useQueryFactory().value(source, keyRef, search.rev, true);
  const { data, error, refetch } = useQuery({ ...options, enabled: asked });
  const whole = useMemo(() => data && unmask(data), [data, unmask]);
  if (whole !== undefined) return children(whole);
  if (meanwhile !== undefined) return meanwhile;
  if (error !== null) return <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />;
  if (asked) return <Skeleton lines={8} />;
  const size = format.size(value.size);
  return (
    <StateNotice
      state="tooLarge"
      title={t("view.large", { size })}
      actions={
        <Button size="xs" onClick={() => setAsked(true)}>
          {t("view.decode", { size })}
        </Button>
      }
    >
      {t("view.largeText")}
    </StateNotice>
  );
}
