import { mostNodes } from "@etcdscope/codec";
import { hostileValues } from "@etcdscope/hostile-values";
import { describe, expect, test } from "vitest";
import { createDecoder } from "../decode/decoder.ts";
import { measureTree } from "../decode/hostile.testing.ts";
import { openWithin } from "./open.ts";
import { testOpeners } from "./openers.testing.ts";
import { pemBlocks } from "./pem.ts";
import type { Openers } from "./what.ts";
import { valuesWithin } from "./within.ts";

const decoder = createDecoder({ messages: {}, kinds: [], releases: [] } as never);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Openers that count the bytes they unpack. */
function countingOpeners(): { openers: Openers; unpacked: () => number } {
  let unpacked = 0;
  const unpack: Openers["unpack"] = (packing, bytes, most) => {
    const made = testOpeners.unpack(packing, bytes, most);
    unpacked += made?.bytes.length ?? 0;
    return made;
  };
  return { openers: { ...testOpeners, unpack }, unpacked: () => unpacked };
}

describe("values within a hostile value", () => {
  test.each(hostileValues())(
    "are found and opened with work bounded by its size: $name",
    ({ key, value }) => {
      const bytes = value();
      const decoded = decoder.decode(utf8(key), bytes);
      const { openers, unpacked } = countingOpeners();
      const found = valuesWithin(decoded, openers);
      expect(found.length).toBeLessThanOrEqual(500);
      expect(unpacked()).toBeLessThanOrEqual(4 * bytes.length + 5 * 64 * 1024);
      const nameUnits = found.reduce((sum, { name, path }) => sum + (name ?? path ?? "").length, 0);
      expect(nameUnits).toBeLessThanOrEqual(bytes.length + 500 * 1024);
      const [step] = found[0]?.name?.split("/") ?? [];
      const opened = step === undefined ? null : openWithin(decoded, step, testOpeners, decoder);
      if (opened === null) return;
      const { nodes, fault } = measureTree(opened.decoded.fields, 0, opened.decoded.bytes.length);
      expect(fault).toBeNull();
      expect(nodes).toBeLessThanOrEqual(mostNodes(opened.decoded.bytes.length));
    },
  );

  test.each(hostileValues().filter(({ key }) => /pem|certificate|key/.test(key)))(
    "are blocks of PEM that do not overlap: $name",
    ({ value }) => {
      const bytes = value();
      for (const isWhole of [true, false]) {
        const blocks = pemBlocks(bytes, isWhole);
        const overlapping = blocks.filter(({ start }, at) => start < (blocks[at - 1]?.end ?? 0));
        expect(overlapping).toEqual([]);
      }
    },
  );
});

describe("PEM", () => {
  const begin = "-----BEGIN CERTIFICATE-----\n";
  const end = "-----END CERTIFICATE-----\n";
  const labels = (text: string, isWhole = true) =>
    pemBlocks(utf8(text), isWhole).map(({ label, bodyStart, bodyEnd }) => [
      label,
      text.slice(bodyStart, bodyEnd).trim(),
    ]);

  test("is a BEGIN with its END and no other line of that kind between", () => {
    expect(labels(`${begin}QUJD\n${end}`)).toEqual([["CERTIFICATE", "QUJD"]]);
    expect(labels(`${begin}lost\n${begin}QUJD\n${end}`)).toEqual([["CERTIFICATE", "QUJD"]]);
    expect(labels(`${begin}x\n-----END PUBLIC KEY-----\n${end}`)).toEqual([]);
    expect(labels(`é${begin}QUJD\n${end}`)).toHaveLength(1);
  });

  test("without its END counts only in the head of a longer text", () => {
    expect(labels(`${begin}QUJD`)).toEqual([]);
    expect(labels(`${begin}QUJD`, false)).toEqual([["CERTIFICATE", "QUJD"]]);
  });
});
