import type { EncodingAnswer } from "@etcdscope/contract";
import { fingerprints } from "../masking/fingerprints.ts";
import { mask } from "../masking/mask.ts";
import type { ValueReader, Views } from "./stored-value.ts";

/** Reads values as text or bytes, without any schema. */
export function plainReader(): ValueReader {
  const fingerprint = fingerprints();
  return {
    shown: (key, stored) => {
      const isSecret = Buffer.from(key).includes("/secrets/");
      return mask(stored, isSecret ? [{ start: 0, end: stored.length }] : [], fingerprint);
    },
    views: (_key, { bytes }) => plainViews(bytes),
  };
}

function plainViews(bytes: Uint8Array): Views {
  const json = jsonOf(bytes);
  const id = bytes.length === 0 ? "empty" : json === null ? "binary" : "json";
  const encoding: EncodingAnswer = { id, outcome: "ok", explained: 0 };
  return { encoding, json, jsonRanges: [], fields: null, wire: null, warnings: [] };
}

function jsonOf(bytes: Uint8Array): string | null {
  try {
    return JSON.stringify(JSON.parse(Buffer.from(bytes).toString("utf8")), null, 2);
  } catch {
    return null;
  }
}
