import "./pointing.css";
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import { isSameLit, type Lit } from "./lit.ts";

/** What the mouse or a caret is on, in whichever view, told to all of them without drawing any of them anew. */
export class Pointing {
  #lit: Lit | undefined;
  readonly #held = new Map<string, Lit | undefined>();
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
    this.#tell();
  };

  /** What one of two panes holds fast, for the other one to know. */
  readonly hold = (pane: string, lit: Lit | undefined): void => {
    if (this.#held.get(pane) === lit) return;
    this.#held.set(pane, lit);
    this.#tell();
  };

  readonly heldBeside = (pane: string): Lit | undefined => {
    for (const [other, lit] of this.#held) if (other !== pane && lit !== undefined) return lit;
    return undefined;
  };

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** What was pointed at in another value is nothing in this one. */
export function usePointing(value: object): Pointing {
  const [pointing] = useState(() => new Pointing());
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the other value that makes the difference.
  useEffect(() => pointing.point(undefined), [pointing, value]);
  return pointing;
}

/** What is pointed at and held fast in a pane: what it holds itself, else what the pane beside it does. */
export function useHeld(pointing: Pointing, pane: string, own: Lit | undefined): Pointed {
  useEffect(() => {
    pointing.hold(pane, own);
    return () => pointing.hold(pane, undefined);
  }, [pointing, pane, own]);
  const read = useCallback(() => pointing.heldBeside(pane), [pointing, pane]);
  const beside = useSyncExternalStore(pointing.subscribe, read);
  const pinned = own ?? beside;
  return useMemo(() => ({ pointing, pinned }), [pointing, pinned]);
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
