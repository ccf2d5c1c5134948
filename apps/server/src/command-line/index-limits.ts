import { type IndexLimits, usualIndexLimits } from "../explorer/weighing.ts";
import type { Environment } from "./environment.ts";
import { UsageFault } from "./faults.ts";

/** The options that say up to what size a source is indexed by itself. */
export interface IndexValues {
  readonly "max-index-keys"?: string | undefined;
  readonly "max-index-db-size"?: string | undefined;
}

/** As typed, else as in the environment, else the usual ones. */
export function indexLimits(values: IndexValues, env: Environment): IndexLimits {
  const keys = values["max-index-keys"] ?? env["ETCDSCOPE_MAX_INDEX_KEYS"];
  const size = values["max-index-db-size"] ?? env["ETCDSCOPE_MAX_INDEX_DB_SIZE"];
  return {
    mostKeys: keys ? countOption("max-index-keys", keys) : usualIndexLimits.mostKeys,
    mostBytes: size ? sizeOption("max-index-db-size", size) : usualIndexLimits.mostBytes,
  };
}

/** A whole number; `least` is the smallest that makes sense. */
export function countOption(name: string, text: string, least = 0): number {
  const number = Number(text);
  if (!/^\d{1,15}$/.test(text) || number < least)
    throw new UsageFault(`--${name} takes a whole number from ${least} on; "${text}" is none.`);
  return number;
}

const powers = ["", "k", "m", "g", "t"];

/** Bytes: `4GiB` and `4G` are counted in steps of 1024, `4GB` in steps of 1000. */
function sizeOption(name: string, text: string): number {
  const [, digits, letter = "", unit = ""] = /^(\d{1,12})([kmgt]?)(i?b)?$/i.exec(text) ?? [];
  if (digits === undefined)
    throw new UsageFault(`--${name} takes a size, as 4GiB or 500MB; "${text}" is none.`);
  const step = unit.toLowerCase() === "b" && letter !== "" ? 1000 : 1024;
  return Number(digits) * step ** powers.indexOf(letter.toLowerCase());
}
