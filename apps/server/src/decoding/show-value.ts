import type { EncodingAnswer } from "@etcdscope/contract";
import { type Decoded, type Decoder, printJson, type SecretSpan, secretSpans } from "@etcdscope/kubernetes";
import { fingerprints } from "../masking/fingerprints.ts";
import { Hidden } from "../masking/hidden.ts";
import { type MaskedBytes, mask } from "../masking/mask.ts";
import { fieldAnswers } from "./field-answers.ts";
import type { ShowValue, ViewOptions, Views } from "./stored-value.ts";
import { wireNodes } from "./wire-nodes.ts";

/** Values larger than this are never decoded; etcd's own limit for a request is 1.5 MiB unless raised. */
const largestDecoded = 64 * 1024 * 1024;
/** Values larger than these have trees and a document only when asked for. */
const largestTrees = 256 * 1024;
const largestText = 2 * 1024 * 1024;

/** Shows values with their secrets hidden; fingerprints of the hidden bytes are this reader's own. */
export function secretKeepingReader(decoder: Decoder): ShowValue {
  const fingerprint = fingerprints();
  return (key, stored) => {
    if (stored.length > largestDecoded) return undecoded(mask(stored, [whole(stored)], fingerprint));
    const decoded = decoder.decode(key, stored);
    const secrets = secretSpans(key, decoded);
    const shown = mask(stored, secrets, fingerprint);
    if (shown.masked.length === 0) return { ...shown, views: (options) => viewsOf(decoded, shown, options) };
    if (isWhole(secrets, stored)) return undecoded(shown, decoded.encoding.id);
    // From here on only the masked bytes are decoded: no view can hold what is not in them.
    return { ...shown, views: (options) => viewsOf(decoder.decode(key, shown.bytes), shown, options) };
  };
}

/** Shows values as they are, for a person who may have them. */
export function openReader(decoder: Decoder): ShowValue {
  return (key, stored) => {
    const shown: MaskedBytes = { bytes: stored, masked: [] };
    return { ...shown, views: (options) => viewsOf(decoder.decode(key, stored), shown, options) };
  };
}

function viewsOf(decoded: Decoded, { bytes, masked }: MaskedBytes, options: ViewOptions): Views {
  const hidden = new Hidden(masked);
  const withText = options.allText || bytes.length <= largestText;
  const withTrees = options.allFields || bytes.length <= largestTrees;
  const redact = (node: { valueStart: number; valueEnd: number }): string | undefined =>
    hidden.standIn(node.valueStart, node.valueEnd);
  const document = withText ? printJson(decoded, { redact, ranges: true }) : null;
  const wire = withTrees ? wireNodes(decoded) : null;
  return {
    encoding: decoded.encoding,
    json: document?.text ?? null,
    jsonRanges: document?.ranges ?? [],
    fields: withTrees ? fieldAnswers(bytes, decoded.fields, hidden) : null,
    wire: wire === null ? null : fieldAnswers(bytes, wire, hidden),
    warnings: [...sizeWarnings(withText, withTrees), ...problemWarnings(decoded)],
  };
}

function sizeWarnings(withText: boolean, withTrees: boolean): Views["warnings"] {
  const warnings = [];
  if (!withText)
    warnings.push({ code: "text_too_large", message: "The document is large: it is made when asked for." });
  if (!withTrees)
    warnings.push({
      code: "fields_too_large",
      message: "The value is large: its fields are made when asked for.",
    });
  return warnings;
}

function problemWarnings({ problems }: Decoded): Views["warnings"] {
  return problems.map(({ code, message, span }) => ({ code, message, span: [span.start, span.end] }));
}

/** A value of which nothing is shown but its size. */
function undecoded(shown: MaskedBytes, id: EncodingAnswer["id"] = "binary"): ReturnType<ShowValue> {
  const size = shown.bytes.length;
  const field = { name: null, type: "bytes", span: [0, size], value: [0, size], masked: true } as const;
  const encoding: EncodingAnswer = {
    id,
    outcome: "failed",
    reason: "it is secret, or may be, and could not be understood: all of it is hidden",
    explained: 0,
  };
  const views: Views = { encoding, json: null, jsonRanges: [], fields: [field], wire: null, warnings: [] };
  return { ...shown, views: () => views };
}

const whole = ({ length }: Uint8Array): SecretSpan => ({ span: { start: 0, end: length }, path: null });

function isWhole(secrets: readonly SecretSpan[], { length }: Uint8Array): boolean {
  return secrets.some(({ span }) => span.start === 0 && span.end === length);
}
