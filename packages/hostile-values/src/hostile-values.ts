import { certificateValues } from "./certificate-values.ts";
import { configurationValues } from "./configuration-values.ts";
import { encodingValues } from "./encoding-values.ts";
import { objectValues } from "./object-values.ts";
import { packedValues } from "./packed-values.ts";
import { yamlValues } from "./yaml-values.ts";

/** A value made to cost its reader as much as it can, under the key where it would be stored. */
export interface HostileValue {
  readonly name: string;
  readonly key: string;
  /** Makes the bytes, at most 1.5 MB, which is what etcd takes by default. */
  readonly value: () => Uint8Array;
}

/** A class of hostile values: what each holds, by its name. */
export type HostileContents = Readonly<Record<string, () => Uint8Array>>;

/** Every hostile value there is, each under a key of its own. */
export function hostileValues(): HostileValue[] {
  const stored = { ...objectValues, ...configurationValues };
  const bare = { ...yamlValues, ...certificateValues, ...packedValues, ...encodingValues };
  return [...under("/registry/configmaps/hostile/", stored), ...under("/hostile/", bare)];
}

function under(prefix: string, contents: HostileContents): HostileValue[] {
  return Object.entries(contents).map(([name, value]) => ({
    name,
    key: prefix + name.replaceAll(/[^a-z0-9]+/gi, "-"),
    value,
  }));
}
