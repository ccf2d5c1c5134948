import type { EncodingId } from "@etcdscope/contract";
import { isViewId, type ViewId } from "../links/view-state.ts";
import { recall, remember } from "../ui/remember.ts";

const nameOf = (encoding: EncodingId): string => `view.${encoding}`;

/** The view used last for values of this encoding. */
export function rememberedView(encoding: EncodingId): ViewId | undefined {
  const view = recall(nameOf(encoding));
  return isViewId(view) ? view : undefined;
}

export function rememberView(encoding: EncodingId, view: ViewId): void {
  remember(nameOf(encoding), view);
}
