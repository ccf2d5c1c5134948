import { decodeUtf8, type FieldNode, messageFields, readScalar } from "@etcdscope/codec";
import { lastField } from "../document/output.ts";
import { dateText } from "../document/time.ts";
import { messageNamed } from "./any.ts";
import { type UserOutput, writeElements, writeMerged, writeUserFields, writeValue } from "./document.ts";
import { writeMap } from "./map.ts";
import type { UserForm, UserPlan } from "./plan.ts";

/** Writes a well-known type in its own form; false, and nothing written, where what is stored has no such form. */
export function writeForm(
  out: UserOutput,
  nodes: readonly FieldNode[],
  form: UserForm,
  plan: UserPlan,
): boolean {
  switch (form) {
    case "timestamp":
      return writeText(out, timestampText(out.bytes, nodes));
    case "duration":
      return writeText(out, durationText(out.bytes, nodes));
    case "fieldMask":
      return writeText(out, fieldMaskText(out.bytes, nodes));
    case "any":
      return writeAny(out, nodes);
    default:
      return writeFieldsOf(out, nodes, form, plan);
  }
}

function writeText({ writer }: UserOutput, text: string | null): boolean {
  if (text !== null) writer.text(text);
  return text !== null;
}

const earliest = -62_135_596_800n;
const latest = 253_402_300_799n;

/** RFC 3339 in UTC from year 1 to 9999, with 0, 3, 6 or 9 digits of a second. */
function timestampText(bytes: Uint8Array, nodes: readonly FieldNode[]): string | null {
  const { seconds, nanos } = instant(bytes, nodes);
  if (seconds < earliest || seconds > latest || nanos < 0 || nanos > 999_999_999) return null;
  return `${dateText(seconds)}${fraction(nanos)}Z`;
}

const longest = 315_576_000_000n;

/** Seconds with 0, 3, 6 or 9 digits of a fraction: `-1.500s`. Both parts have the same sign. */
function durationText(bytes: Uint8Array, nodes: readonly FieldNode[]): string | null {
  const { seconds, nanos } = instant(bytes, nodes);
  const isNegative = seconds < 0n || nanos < 0;
  const size = isNegative ? -seconds : seconds;
  const rest = isNegative ? -nanos : nanos;
  if (size < 0n || rest < 0 || size > longest || rest > 999_999_999) return null;
  return `${isNegative ? "-" : ""}${size}${fraction(rest)}s`;
}

function instant(bytes: Uint8Array, nodes: readonly FieldNode[]): { seconds: bigint; nanos: number } {
  const seconds = lastField(nodes, 1);
  const nanos = lastField(nodes, 2);
  const whole = seconds === undefined ? 0n : readScalar(bytes, seconds);
  const rest = nanos === undefined ? 0 : readScalar(bytes, nanos);
  return { seconds: typeof whole === "bigint" ? whole : 0n, nanos: typeof rest === "number" ? rest : 0 };
}

function fraction(nanos: number): string {
  if (nanos === 0) return "";
  const digits = String(nanos).padStart(9, "0");
  return `.${digits.replace(/(000){1,2}$/, "")}`;
}

/** Paths in camel case with commas between them; a path that would not read back has no such form. */
function fieldMaskText(bytes: Uint8Array, nodes: readonly FieldNode[]): string | null {
  const paths = nodes
    .filter(({ number, place }) => number === 1 && place !== "none")
    .map(({ valueStart, valueEnd }) => decodeUtf8(bytes, valueStart, valueEnd));
  const isPlain = paths.every((path) => /^[a-z0-9.]*(?:_[a-z][a-z0-9.]*)*$/.test(path));
  return isPlain ? paths.map(camelCase).join(",") : null;
}

function camelCase(path: string): string {
  return path.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** `@type` beside the fields of the message, or beside its `value` where it has a form of its own or is not known. */
function writeAny(out: UserOutput, nodes: readonly FieldNode[]): boolean {
  const url = lastField(nodes, 1);
  const typeUrl = url === undefined ? "" : decodeUtf8(out.bytes, url.valueStart, url.valueEnd);
  const plan = out.plans(messageNamed(typeUrl));
  const value = readAs(out.bytes, lastField(nodes, 2), plan);
  out.writer.beginObject();
  if (url !== undefined) {
    out.writer.memberText("@type");
    out.writer.text(typeUrl);
  }
  if (plan !== null && plan.form === null) writeUserFields(out, value?.children ?? [], plan);
  else if (plan !== null || value !== undefined) writeAnyValue(out, value, plan);
  out.writer.endObject();
  return true;
}

/** An Any that is written twice may have its value from one time and its type from the other. */
function readAs(
  bytes: Uint8Array,
  value: FieldNode | undefined,
  plan: UserPlan | null,
): FieldNode | undefined {
  if (value === undefined || plan === null || plan.form === "any" || value.type === plan.name) return value;
  return { ...value, children: messageFields(bytes, plan, value.valueStart, value.valueEnd) };
}

function writeAnyValue(out: UserOutput, value: FieldNode | undefined, plan: UserPlan | null): void {
  out.writer.memberText("value");
  writeValue(out, value, { scalar: plan === null ? "bytes" : null, plan, names: null });
}

/** Types whose form follows from the one field that counts: wrappers, and those of struct.proto. */
function writeFieldsOf(
  out: UserOutput,
  nodes: readonly FieldNode[],
  form: UserForm,
  { fields }: UserPlan,
): boolean {
  const there = nodes.filter(({ number, place }) => place !== "none" && fields[number] !== undefined);
  const last = there.at(-1)?.number ?? 1;
  const field = fields[last];
  if (field === undefined) return false;
  if (form === "struct") writeMap(out, there, "string", field.value);
  else if (form === "listValue") {
    out.writer.beginArray();
    writeElements(out, there, field.value);
    out.writer.endArray();
  } else if (form === "value" && there.length === 0) out.writer.literal("null");
  else writeMerged(out, since(there, last), field.value);
  return true;
}

/** The nodes of a oneof's last member from where it last began; another member forgets what was before. */
function since(nodes: readonly FieldNode[], last: number): readonly FieldNode[] {
  return nodes.slice(nodes.findLastIndex(({ number }) => number !== last) + 1);
}
