import type { EncodingId } from "@etcdscope/contract";
import { isViewId, type ViewId } from "../links/view-state.ts";

const nameOf = (encoding: EncodingId): string => `etcdscope.view.${encoding}`;

/** The view used last for values of this encoding. */
export function rememberedView(encoding: EncodingId): ViewId | undefined {
  const view = localStorage.getItem(nameOf(encoding));
  return isViewId(view) ? view : undefined;
}

export function rememberView(encoding: EncodingId, view: ViewId): void {
  localStorage.setItem(nameOf(encoding), view);
}
