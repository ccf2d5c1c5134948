import { gzipSync } from "node:zlib";
import type { HostileContents } from "./hostile-values.ts";
import { base64, configMap, times } from "./stored.ts";

const size = 1_400_000;

/** What a layer of 1.4 MB may be; each is one step away from a ConfigMap's field. */
const layers: readonly ((at: number) => string)[] = [
  (at) => `a: ${at}\nb:\n${"- {x: 1, y: [z]}\n".repeat(size / 17)}`,
  (at) => `[${at}${',{"a":[1,{"b":null}]}'.repeat(size / 21)}]`,
  (at) => base64(`{"n":${at},"l":[${"1,".repeat(size / 3)}1]}`),
  (at) => base64(gzipSync(`{"n":${at},"l":[${"[],".repeat(size)}1]}`)),
  (at) => `a: ${at}\n${times(100_000, (key) => `k${key}: v`).join("\n")}\n`,
];

/** Ten ConfigMaps, each with one layer of 1.4 MB: to be opened at the same time. */
export const configurationValues: HostileContents = Object.fromEntries(
  times(10, (at) => [
    `layer of 1.4 MB, ${at + 1} of 10`,
    () => configMap(`layer-${at}`, [["config", layers[at % layers.length]?.(at) ?? ""]]),
  ]),
);
