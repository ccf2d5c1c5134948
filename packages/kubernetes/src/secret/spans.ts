import { parseCbor } from "@etcdscope/codec";
import type { Decoded } from "../decode/decoded.ts";
import { ContentScan } from "./content.ts";
import { coverSecret } from "./cover.ts";
import { isTrustworthy, isTrustworthyCbor, splitDamaged } from "./damaged.ts";
import { secretKindUnder } from "./key.ts";
import { kindRule, listRule, type ObjectRule } from "./object-rule.ts";
import type { SecretRules, SecretsUnderKey } from "./rules.ts";
import { type SecretSpan, wholeSpan } from "./secret-span.ts";
import { secretFolders } from "./table.ts";
import { holdsSecretBytes, namesSecretObject } from "./text-rules.ts";
import { SecretWalk } from "./walk.ts";

/**
 * The bytes of a stored value that are secret by the one table (`table.ts`): fields of secret kinds, wherever such an
 * object is inside the value; fields that hold what is secret by its bytes, or hold such an object in text, in base64
 * or packed; fields that are secret under this key; and what cannot be explained in a secret object. Everything, where
 * a value under a key of Secrets is not understood as one. Spans are inside the quotes of strings, so that JSON stays
 * JSON when they are covered. A value encrypted at rest keeps its secrets by itself, unless it was opened: then all
 * that the secrets were made from is covered, and the bytes do not open any more.
 */
export function secretSpans(key: Uint8Array, decoded: Decoded, rules: SecretRules): SecretSpan[] {
  const { bytes, encoding } = decoded;
  if (encoding.id === "empty") return [];
  if (encoding.id === "encrypted") return openedSecretSpans(key, decoded, rules);
  const underKey = rules.underKey(key);
  if (!isUnderstood(key, decoded) || isUnfound(underKey, decoded)) return [wholeSpan(bytes)];
  const scan = scanWith(rules);
  const found = rulesOf(decoded);
  if (found === null && endsBeforeKind(decoded)) return [wholeSpan(bytes)];
  if (found === null && typeof underKey !== "function" && !scan.mayHold(bytes)) return [];
  if (found !== null && isDoubtful(decoded, found)) return damagedSpans(decoded, found, scan);
  const isSecretPath = typeof underKey === "function" ? underKey : null;
  return allOrWhole(
    bytes,
    new SecretWalk(decoded, scan, isSecretPath).visit(decoded.fields, found ?? noRules),
  );
}

interface Rules {
  readonly kind: string;
  readonly rule: ObjectRule | null;
  readonly items: ObjectRule | null;
}

const noRules = { rule: null, items: null };

/** A scan that finds secret objects in CBOR, too. */
export function scanWith({ openers }: Pick<SecretRules, "openers">): ContentScan {
  return new ContentScan(openers, (bytes) => {
    const nodes = parseCbor(bytes);
    return new SecretWalk({ bytes }, null).visit(nodes).length > 0;
  });
}

function openedSecretSpans(key: Uint8Array, { layers }: Decoded, rules: SecretRules): SecretSpan[] {
  return layers
    .filter((layer) => secretSpans(key, layer.decoded, rules).length > 0)
    .map(({ parent }) => ({ span: parent, path: null }));
}

const objectForms: ReadonlySet<string> = new Set(["kubernetes-protobuf", "json", "cbor"]);

/** Whether a value is what its key says, where that is secret. */
function isUnderstood(key: Uint8Array, { encoding: { id, kind, apiVersion, outcome } }: Decoded): boolean {
  const expected = secretKindUnder(key);
  if (expected === undefined) return true;
  const isVersion = expected === "Secret" ? apiVersion === "v1" : apiVersion !== undefined;
  // Of protobuf what is damaged is told apart; JSON and CBOR that Kubernetes cannot read are no object.
  const isWhole = outcome === "ok" || id === "kubernetes-protobuf";
  return kind === expected && isVersion && isWhole && objectForms.has(id);
}

/** Of an object that is broken off before its kind, the fields that were read may be a Secret's. */
function endsBeforeKind({ bytes, encoding: { id, outcome, offset = 0 } }: Decoded): boolean {
  if (outcome === "ok" || (id !== "json" && id !== "cbor")) return false;
  return namesSecretObject(latin1.decode(bytes.subarray(offset)));
}

/** Where a value cannot be read to its end, or has no paths, nobody knows what is at the secret ones. */
function isUnfound(underKey: SecretsUnderKey, { encoding, write }: Decoded): boolean {
  if (typeof underKey !== "function") return underKey === "everything";
  return encoding.outcome !== "ok" || write === null || encoding.id === "number";
}

/** The rules of the object that a value is, by what the value says of itself. */
function rulesOf({ encoding: { kind = "", apiVersion } }: Decoded): Rules | null {
  const own = kindRule(kind, apiVersion) ?? listRule(kind, apiVersion);
  if (own === null) return null;
  return { kind: own.kind, rule: own.rule, items: kind === own.kind ? null : own.rule };
}

/** Of what tells sizes by bytes, and was not read to its end or is not as Kubernetes writes it, no field can be believed. */
function isDoubtful(decoded: Decoded, { kind }: Rules): boolean {
  const { id } = decoded.encoding;
  if (!secretFolders.some((one) => one.kind === kind)) return false;
  if (id === "cbor") return !isTrustworthyCbor(decoded, kind === "Secret");
  return id === "kubernetes-protobuf" && !isTrustworthy(decoded);
}

/** All but what is sound in itself, and in that the same as in a whole Secret; of CBOR nothing is. */
function damagedSpans(decoded: Decoded, rules: Rules, scan: ContentScan): SecretSpan[] {
  if (decoded.encoding.id === "cbor") return [wholeSpan(decoded.bytes)];
  const { kept, hidden } = splitDamaged(decoded);
  const whole = hidden.map(({ start, end }) => ({ span: { start, end }, path: null }));
  return [...whole, ...new SecretWalk(decoded, scan).visit(kept, rules)];
}

const latin1 = new TextDecoder("latin1");

/** A secret may be where no field is, as the name of a member: then nothing is shown. */
function allOrWhole(bytes: Uint8Array, spans: SecretSpan[]): SecretSpan[] {
  if (!holdsSecretBytes(latin1.decode(bytes))) return spans;
  const covered = new Uint8Array(bytes);
  for (const span of spans) coverSecret(covered, span);
  return holdsSecretBytes(latin1.decode(covered)) ? [wholeSpan(bytes)] : spans;
}
