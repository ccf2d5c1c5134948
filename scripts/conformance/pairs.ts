import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { PackageCache } from "../kubernetes-schema/debian.ts";
import { type PinnedPackage, RELEASES } from "../kubernetes-schema/releases.ts";

/** A stored value and Kubernetes' own JSON for it. */
export interface Pair {
  readonly name: string;
  /** The key it is stored under, where that matters to reading it. */
  readonly key?: Uint8Array;
  readonly value: Uint8Array;
  /** Texts of which one must match: a release's own JSON, and what the next release makes of the same bytes. */
  readonly expected: readonly string[];
}

export interface PairSet {
  readonly name: string;
  readonly pairs: readonly Pair[];
}

interface RandomObject {
  readonly gvk: string;
  readonly valueB64: string;
}

/** Random objects, a file of `fixtures/conformance`. Their `expected` is cut out as text, to keep its numbers whole. */
export function randomPairs(file: string): PairSet {
  const lines = gunzipSync(readFileSync(file)).toString("utf8").split("\n").filter(Boolean);
  const pairs = lines.map((line, index) => {
    const { gvk, valueB64 }: RandomObject = JSON.parse(line);
    return {
      name: `${gvk} #${index}`,
      value: Buffer.from(valueB64, "base64"),
      expected: [expectedText(line)],
    };
  });
  return { name: basename(file, ".jsonl.gz"), pairs };
}

function expectedText(line: string): string {
  const found = /^\{"expected":(.*),"gvk":"[^"]*","valueB64":"[^"]*"\}$/s.exec(line)?.[1];
  if (found === undefined) throw new Error(`not a line of expected, gvk and valueB64: ${line.slice(0, 80)}`);
  return found;
}

/**
 * Values as a real API server stored them encrypted, with the object that it answers:
 * `fixtures/conformance/encrypted-at-rest.jsonl`. The answer's `resourceVersion` is etcd's mod revision, which the
 * server adds as it reads; it is not in the stored bytes.
 */
export function encryptedPairs(file: string): PairSet {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  const pairs = lines.map((line) => {
    const { key, valueB64 }: { key: string; valueB64: string } = JSON.parse(line);
    const expected = /"expected": (.*)\}$/s.exec(line)?.[1] ?? "";
    const stored = expected.replace(/"resourceVersion": "\d+", /, "");
    return { name: key, key: Buffer.from(key), value: Buffer.from(valueB64, "base64"), expected: [stored] };
  });
  return { name: "encrypted at rest", pairs };
}

const TESTDATA = ["k8s.io/api/testdata", "k8s.io/apiextensions-apiserver/pkg/apis/testdata"];

interface GoldenPairs {
  readonly sets: readonly PairSet[];
  /** What could not be fetched, a line each. */
  readonly missing: readonly string[];
}

/** Kubernetes' golden pairs of every pinned package, newest release first. */
export function goldenPairs(cache: PackageCache): GoldenPairs {
  const sets: PairSet[] = [];
  const missing: string[] = [];
  for (const { name, packages } of [...RELEASES].reverse())
    for (const pin of packages)
      try {
        sets.push(...setsOf(name, pin, cache.unpacked(pin)));
      } catch (error) {
        missing.push(`${pin.name} ${pin.version}: ${error instanceof Error ? error.message : error}`);
      }
  return { sets, missing };
}

function setsOf(release: string, pin: PinnedPackage, unpacked: string): PairSet[] {
  return pin.goRoots
    .flatMap((root) => TESTDATA.map((path) => join(unpacked, root, path)))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      versionsIn(folder).map((version) => goldenSet(`${release} ${version}`, folder, version)),
    );
}

const versionsIn = (folder: string) => readdirSync(folder).filter((name) => /^(HEAD|v[\d.]+)$/.test(name));

/** `X.after_roundtrip.*` is what the release that holds the files writes after it has read an older `X.*`. */
function goldenSet(release: string, folder: string, version: string): PairSet {
  const part = folder.includes("apiextensions") ? " (extensions)" : "";
  const pathOf = (name: string) => join(folder, version, name);
  const jsonOf = (name: string) =>
    existsSync(pathOf(`${name}.json`)) ? [readFileSync(pathOf(`${name}.json`), "utf8")] : [];
  const names = readdirSync(join(folder, version)).filter((file) => file.endsWith(".pb"));
  const pairs = names.sort().map((file) => {
    const name = file.replace(/\.pb$/, "");
    const plain = name.replace(/\.after_roundtrip$/, "");
    const [own, later] = [jsonOf(plain), jsonOf(`${plain}.after_roundtrip`)];
    const expected = name === plain ? [...own, ...later] : later.length > 0 ? later : own;
    return { name, value: new Uint8Array(readFileSync(pathOf(file))), expected };
  });
  return { name: `golden ${release}${part}`, pairs };
}
