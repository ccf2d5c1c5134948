import type { KeyRef } from "@etcdscope/contract";
import { refId } from "./key-ref.ts";
import { type KeySearch, refOfSearch, searchOf, type ViewChange, type ViewState } from "./view-state.ts";

/** Which of two panes. */
export type Side = "first" | "second";

/**
 * The panes of a key page, each told as the page of a key would be that is there alone. There is a second one here only
 * where it has bytes of its own: of another layer or another key. Two views of the same bytes are one pane's, its
 * `split`.
 */
export interface Panes {
  readonly first: KeySearch;
  readonly second?: KeySearch;
}

/** How the second pane asks for the layer of the document, where the first one is of another. */
const asDocument = "document";

const secondNames = [
  "split",
  "splitlayer",
  "splitpath",
  "splitat",
  "splitguess",
  "beside",
  "besideb",
] as const;

/** The state of the first pane alone. */
export function withoutSecond<State extends ViewState>(search: State): State {
  const own = { ...search };
  for (const name of secondNames) delete own[name];
  return own;
}

export function panesOf(search: KeySearch): Panes {
  const { beside, besideb, splitlayer } = search;
  const other = refOfSearch({
    ...(beside !== undefined && { key: beside }),
    ...(besideb !== undefined && { keyb: besideb }),
  });
  const layer = splitlayer === asDocument ? undefined : splitlayer;
  const isShared = other === undefined && (splitlayer === undefined || layer === search.layer);
  if (isShared) return { first: search };
  const ref = other ?? refOfSearch(search);
  if (ref === undefined) return { first: search };
  return { first: withoutSecond(search), second: { ...searchOf(ref), ...secondState(search, layer) } };
}

/** One revision holds for both. */
function secondState(search: KeySearch, layer: string | undefined): ViewState {
  const { split, rev, splitpath, splitat, splitguess } = search;
  return present({ view: split, rev, path: splitpath, at: splitat, layer, guess: splitguess });
}

/** The address that shows these panes; two of the same bytes become one with two views. */
export function searchOfPanes(panes: Panes): KeySearch {
  const { first, second } = panes;
  if (second === undefined) return first;
  const own = withoutSecond(first);
  const { view, layer, path, at, guess } = second;
  const other = besideOf(panes);
  if (other === undefined && layer === first.layer) return sharedBy(own, second);
  const splitlayer = layer ?? (other === undefined ? asDocument : undefined);
  return {
    ...own,
    ...present({ split: view, splitlayer, splitpath: path, splitat: at, splitguess: guess }),
    ...other,
  };
}

/** What is selected and guessed in the first of two views holds for both. */
function sharedBy(first: KeySearch, { view = "hex", path, at, guess }: KeySearch): KeySearch {
  const isPinned = first.path !== undefined || first.at !== undefined;
  return { ...present({ guess, ...(isPinned ? {} : { path, at }) }), ...first, split: view };
}

function present(state: ViewChange): ViewState {
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
}

function besideOf(panes: Panes): Pick<KeySearch, "beside" | "besideb"> | undefined {
  const other = otherKey(panes);
  if (other === undefined) return undefined;
  return other.key === undefined ? { besideb: other.keyb } : { beside: other.key };
}

/** The key of the second pane, where it is not the first one's. */
export function otherKey({ first, second }: Panes): KeyRef | undefined {
  const [one, other] = [refOfSearch(first), second && refOfSearch(second)];
  if (one === undefined || other === undefined || refId(one) === refId(other)) return undefined;
  return other;
}

/** The address that shows a key in the second pane, beside the one that is open. */
export function withBeside(open: KeySearch, ref: KeyRef): KeySearch {
  const { rev } = open;
  const first = panesOf(open).first;
  return searchOfPanes({
    first: withoutSecond(first),
    second: { ...searchOf(ref), ...(rev !== undefined && { rev }) },
  });
}
