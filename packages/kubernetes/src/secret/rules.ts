import type { PathStep } from "@etcdscope/codec";
import { compileGlob } from "../user-schema/glob.ts";
import type { Openers } from "../within/what.ts";
import { goesOnBehind, matchesPath, type PathPattern, parsePathPattern } from "./path-pattern.ts";
import { type SecretPlace, secretPlaces } from "./table.ts";

/** What is secret under one key: all of the value, some paths of it, or nothing by the key alone. */
export type SecretsUnderKey = "everything" | "nothing" | SecretPath;

/**
 * Whether what is at a path is secret. `text` is what is there; null where it is no text, and so can hold nothing in
 * another form.
 */
export type SecretPath = (path: readonly PathStep[], text: string | null) => boolean;

/** The table of what is secret, ready to be asked, with what an operator adds to it. */
export interface SecretRules {
  readonly openers: Pick<Openers, "unpack">;
  underKey(key: Uint8Array): SecretsUnderKey;
}

/** An operator's rule that is none. */
export class SecretPlaceFault extends Error {}

/** What other patterns have (`{a,b}`, `[a-z]`): taken as it is, it would hide nothing. */
const otherSigns = /(?<!\\)(?:\\\\)*[[\]{}]/;

interface Compiled {
  readonly fits: (key: Uint8Array) => boolean;
  readonly path: PathPattern | null;
}

/** Throws {@link SecretPlaceFault} for a path that is none. */
export function secretRules(
  openers: Pick<Openers, "unpack">,
  added: readonly SecretPlace[] = [],
): SecretRules {
  const places = [...secretPlaces, ...added].map(compile);
  return {
    openers,
    underKey: (key) => {
      const found = places.filter(({ fits }) => fits(key)).map(({ path }) => path);
      if (found.length === 0) return "nothing";
      const patterns = found.filter((path) => path !== null);
      if (patterns.length < found.length) return "everything";
      return (path, text) =>
        patterns.some(
          (pattern) => matchesPath(pattern, path) || (text !== null && goesOnBehind(pattern, path, text)),
        );
    },
  };
}

function compile({ keys, path }: SecretPlace): Compiled {
  const pattern = path === undefined ? null : parsePathPattern(path);
  if (path !== undefined && pattern === null)
    throw new SecretPlaceFault(`"${path}" is not a path: write a.b[*].c, a["odd.name"], * or **.`);
  if (otherSigns.test(keys))
    throw new SecretPlaceFault(`"${keys}": *, ** and ? are all that a pattern of keys has; write \\{ for {.`);
  return { fits: compileGlob(keys), path: pattern };
}
