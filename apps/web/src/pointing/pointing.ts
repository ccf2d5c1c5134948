import "./pointing.css";
import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import { isSameLit, type Lit } from "./lit.ts";

/** What the mouse or a caret is on, in whichever view, told to all of them without drawing any of them anew. */
export class Pointing {
  #lit: Lit | undefined;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly lit = (): Lit | undefined => this.#lit;

  /** Whether just this place in the document is pointed at: then there is nothing to tell. */
  readonly isOn = (layer: string | undefined, path: string): boolean => {
    const lit = this.#lit;
    return (
      lit?.layer === layer && lit?.offset === undefined && lit?.paths.length === 1 && lit.paths[0] === path
    );
  };

  readonly point = (lit: Lit | undefined): void => {
    if (isSameLit(lit, this.#lit)) return;
    this.#lit = lit;
    for (const listener of this.#listeners) listener();
  };
}

/** What is pointed at, and what the address holds fast. */
export interface Pointed {
  readonly pointing: Pointing;
  readonly pinned: Lit | undefined;
}

export const PointedContext = createContext<Pointed | undefined>(undefined);

export function usePointed(): Pointed {
  const pointed = useContext(PointedContext);
  if (pointed === undefined) throw new Error("a view stands outside of a value's page");
  return pointed;
}

/** What a part of a view takes from what is pointed at: it is drawn anew only when that changes. */
export function useLit<Part extends string | number | undefined>(part: (lit: Lit | undefined) => Part): Part {
  const { pointing } = usePointed();
  const read = useCallback(() => part(pointing.lit()), [pointing, part]);
  return useSyncExternalStore(pointing.subscribe, read);
}

/** While Ctrl is held what is lit stays, so that the mouse can go to the other side. */
export const isFrozen = (event: { readonly ctrlKey: boolean; readonly metaKey: boolean }): boolean =>
  event.ctrlKey || event.metaKey;
