import type { PackingDamage } from "@etcdscope/keyspace";

/** What is wrong with a packed file, for people at a terminal. */
export function packingSentence({ fault, offset }: PackingDamage): string {
  return `${sentences[fault](offset)}.`;
}

/** The same where the snapshot opens nevertheless. */
export function shownPackingSentence({ fault, offset }: PackingDamage): string {
  return `${sentences[fault](offset)}${shown[fault] ?? ""}.`;
}

const shown: Partial<Record<PackingDamage["fault"], string>> = {
  cut: "; what could be unpacked is shown",
  corrupt: "; what could be unpacked before it is shown",
};

const sentences = {
  cut: (at: number) => `The packed file ends too early, at byte ${at}`,
  corrupt: (at: number) => `The packed file is corrupt at about byte ${at}`,
  checksum: (at: number) =>
    `What was unpacked does not fit the checksum or size that the packed file gives at byte ${at}`,
  trailing: (at: number) => `Bytes that do not belong to the packed file follow from its byte ${at} on`,
} as const;
