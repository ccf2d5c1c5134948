import type { SpanPair } from "@etcdscope/contract";

/** The span as a link writes it. */
export function spanText([start, end]: SpanPair): string {
  return `${hexOffset(start)}-${hexOffset(end)}`;
}

export const hexOffset = (offset: number): string => `0x${offset.toString(16)}`;

/** Reads `0x6b-0x9f`; `undefined` for anything else and for what is not a range. */
export function parseSpan(text: string | undefined): SpanPair | undefined {
  const match = /^0x([0-9a-f]{1,8})-0x([0-9a-f]{1,8})$/.exec(text ?? "");
  const [, from = "", to = ""] = match ?? [];
  const span = [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
  return match !== null && span[0] <= span[1] ? span : undefined;
}
