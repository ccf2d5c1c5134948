import { type KeyRef, parseKeyRef, parseWireGuesses } from "@etcdscope/contract";

const viewIds = ["json", "yaml", "fields", "wire", "hex", "raw"] as const;

/** One way to look at a value. */
export type ViewId = (typeof viewIds)[number];

/** What the address of a key page says: the whole state of the view. */
export interface KeySearch {
  readonly key?: string;
  readonly keyb?: string;
  readonly view?: ViewId;
  /** The view beside it. */
  readonly split?: ViewId;
  /** The revision the page is pinned to; the newest when absent. */
  readonly rev?: string;
  /** The selected field (`spec.containers[0].image`). */
  readonly path?: string;
  /** The selected bytes (`0x6b-0x9f`, the end not included). */
  readonly at?: string;
  /** Whose bytes the views are of: a layer's by its name, or `stored`; the document's layer when absent. */
  readonly layer?: string;
  /** What bytes without a schema are taken for (`0x1c:text,0x40:bytes`). */
  readonly guess?: string;
  /** Whose bytes the second view is of, where not of the first one's: a layer, `stored`, or `document` for the document's. */
  readonly splitlayer?: string;
  /** The key that the second view is of, where it is another one, in the same canonical form. */
  readonly beside?: string;
  readonly besideb?: string;
  /** What is selected in the second view, where it has bytes of its own, and what these are taken for. */
  readonly splitpath?: string;
  readonly splitat?: string;
  readonly splitguess?: string;
}

/** What an address says of the view of a key, the key itself left out. */
export type ViewState = Omit<KeySearch, "key" | "keyb">;

/** What is to change in it; `undefined` takes something out. */
export type ViewChange = { readonly [Name in keyof ViewState]?: ViewState[Name] | undefined };

export function changedState(
  { key: _key, keyb: _keyb, ...state }: KeySearch,
  change: ViewChange = {},
): ViewState {
  const changed = Object.entries({ ...state, ...change }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(changed);
}

export interface PrefixSearch {
  readonly key?: string;
  readonly keyb?: string;
}

/** What the address of a cluster page says. */
export interface ClusterSearch {
  /** The lease whose keys are shown, by its id in decimal. */
  readonly lease?: string;
}

type Raw = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

export function isViewId(value: unknown): value is ViewId {
  return viewIds.some((id) => id === value);
}

/** Keeps what is understood; anything else is dropped, so that an old or mangled link still opens the key. */
export function parseKeySearch(raw: Raw): KeySearch {
  const rev = text(raw["rev"]);
  const view = raw["view"];
  const split = raw["split"];
  return {
    ...parsePrefixSearch(raw),
    ...(isViewId(view) && { view }),
    ...(isViewId(split) && { split }),
    ...(rev !== undefined && /^[1-9]\d{0,18}$/.test(rev) && { rev }),
    ...textsIn(raw, ["path", "at", "layer", "splitlayer", "splitpath", "splitat"]),
    ...guessesIn(raw),
    ...parseBeside(raw),
  };
}

function textsIn<Name extends string>(raw: Raw, names: readonly Name[]): { readonly [N in Name]?: string } {
  const found: { [N in Name]?: string } = {};
  for (const name of names) {
    const value = text(raw[name]);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function guessesIn(raw: Raw): Pick<KeySearch, "guess" | "splitguess"> {
  const { guess, splitguess } = textsIn(raw, ["guess", "splitguess"]);
  const isOne = (value: string | undefined): value is string =>
    value !== undefined && parseWireGuesses(value) !== undefined;
  return { ...(isOne(guess) && { guess }), ...(isOne(splitguess) && { splitguess }) };
}

/** A malformed second key is no reason not to show the first. */
function parseBeside(raw: Raw): Pick<KeySearch, "beside" | "besideb"> {
  const ref = refOfSearch(parsePrefixSearch({ key: raw["beside"], keyb: raw["besideb"] }));
  if (ref === undefined) return {};
  return ref.key === undefined ? { besideb: ref.keyb } : { beside: ref.key };
}

export function parsePrefixSearch(raw: Raw): PrefixSearch {
  const key = text(raw["key"]);
  const keyb = text(raw["keyb"]);
  if (key !== undefined) return { key };
  return keyb === undefined ? {} : { keyb };
}

export function parseClusterSearch(raw: Raw): ClusterSearch {
  const lease = text(raw["lease"]);
  return lease !== undefined && /^-?\d{1,19}$/.test(lease) ? { lease } : {};
}

/** The key that the address names, or `undefined` when it names none or a malformed one. */
export function refOfSearch(search: PrefixSearch): KeyRef | undefined {
  if (parseKeyRef(search) === undefined) return undefined;
  if (search.key !== undefined) return { key: search.key };
  return search.keyb === undefined ? undefined : { keyb: search.keyb };
}

/** The part of an address that names a key or prefix. */
export function searchOf(ref: KeyRef): PrefixSearch {
  return ref.key === undefined ? { keyb: ref.keyb } : { key: ref.key };
}
