import type { KeyRef } from "@etcdscope/contract";
import { createContext, useContext, useMemo } from "react";
import { keyHref } from "../links/href.ts";
import { otherKey, type Panes, type Side, searchOfPanes, withoutSecond } from "../links/panes.ts";
import { keyTarget } from "../links/targets.ts";
import {
  changedState,
  type KeySearch,
  type PrefixSearch,
  refOfSearch,
  searchOf,
  type ViewState,
} from "../links/view-state.ts";
import type { KeyPageProps } from "./key-page.tsx";

/** The panes of the address, and which of them a part of the page stands in. */
export interface PanePlace {
  readonly panes: Panes;
  readonly side: Side;
}

/** There where two panes have bytes of their own; a page that is alone needs none. */
export const PaneContext = createContext<PanePlace | undefined>(undefined);

/** The ways from a pane: each changes what must change and leaves the other pane as it is. */
export interface Pane {
  readonly side: Side;
  /** The other pane, where it has bytes of its own. */
  readonly other: KeySearch | undefined;
  readonly hasOtherKey: boolean;
  /** This pane with another state. */
  readonly to: (state: ViewState) => KeyTarget;
  /** The address of that. */
  readonly href: (state: ViewState) => string;
  /** The same with another selection: of two layers of one key only one has any. */
  readonly picked: (state: ViewState) => KeyTarget;
  /** The other pane, opened if it is not there, with a layer of the same key. */
  readonly toBeside: (state: ViewState) => KeyTarget;
  /** Both, the other way round. */
  readonly swapped: () => KeyTarget;
  /** The first pane, with all the room. */
  readonly closed: () => KeyTarget;
  /** This pane, with all the room. */
  readonly alone: () => KeyTarget;
}

type KeyTarget = ReturnType<typeof keyTarget>;

export function usePane({ source, keyRef, search }: KeyPageProps): Pane {
  const place = useContext(PaneContext);
  return useMemo(() => {
    const { panes, side } = place ?? { panes: { first: search }, side: "first" as const };
    const other = side === "first" ? panes.second : panes.first;
    const hasOtherKey = otherKey(panes) !== undefined;
    const target = (shown: Panes): KeyTarget => targetOf(source, keyRef, searchOfPanes(shown));
    const both = (own: KeySearch, beside: KeySearch | undefined): Panes => {
      if (side === "first") return beside === undefined ? { first: own } : { first: own, second: beside };
      return { first: withRevision(beside ?? panes.first, own), second: own };
    };
    const ownSearch = (state: ViewState): KeySearch => ({ ...searchOf(keyRef), ...state });
    return {
      side,
      other,
      hasOtherKey,
      to: (state) => target(both(ownSearch(state), other)),
      href: (state) => hrefOf(source, keyRef, searchOfPanes(both(ownSearch(state), other))),
      picked: (state) => target(both(ownSearch(state), hasOtherKey ? other : unpicked(other))),
      toBeside: (state) => {
        const view = other?.view ?? (place === undefined ? search.split : undefined);
        const { rev } = search;
        const beside: KeySearch = {
          ...searchOf(keyRef),
          ...(rev !== undefined && { rev }),
          ...(view !== undefined && { view }),
          ...state,
        };
        return target(both(withoutSecond(search), beside));
      },
      swapped: () => target({ first: panes.second ?? panes.first, second: panes.first }),
      closed: () => target({ first: withoutSecond(panes.first) }),
      alone: () => target({ first: withoutSecond(search) }),
    };
  }, [place, source, keyRef, search]);
}

/** One revision holds for both panes: whichever changes it changes it for both. */
function withRevision({ rev: _, ...search }: KeySearch, { rev }: KeySearch): KeySearch {
  return rev === undefined ? search : { ...search, rev };
}

function unpicked(search: KeySearch | undefined): KeySearch | undefined {
  if (search === undefined) return undefined;
  const { path: _, at: __, ...rest } = search;
  return rest;
}

const targetOf = (source: string, open: KeyRef, search: KeySearch): KeyTarget =>
  keyTarget(source, refOfSearch(keyIn(search)) ?? open, changedState(search));

const hrefOf = (source: string, open: KeyRef, search: KeySearch): string =>
  keyHref(source, refOfSearch(keyIn(search)) ?? open, changedState(search));

function keyIn({ key, keyb }: KeySearch): PrefixSearch {
  return { ...(key !== undefined && { key }), ...(keyb !== undefined && { keyb }) };
}
