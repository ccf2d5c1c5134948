import { type DocumentWriter, decodeUtf8, Field, type FieldNode, isJson } from "@etcdscope/codec";
import { decodeBase64 } from "./base64.ts";
import type { Fact } from "./fact.ts";
import { type JwtParts, readJwt } from "./jwt.ts";
import { type DecodedContent, made } from "./made.ts";

const nothing = new Uint8Array(0);

/** A token: its parts as fields, and the first two of them as the document. */
export function jwtContent(bytes: Uint8Array): DecodedContent | null {
  const parts = readJwt(bytes);
  if (parts === null) return null;
  const fields = jwtFields(bytes, parts);
  const json = [parts.header, parts.payload].map(([start, end]) => decodeBase64(bytes, start, end));
  const write = (writer: DocumentWriter): void => {
    writer.beginObject();
    ["header", "payload"].forEach((name, at) => {
      const part = json[at] ?? nothing;
      writer.memberText(name);
      writer.jsonText(part, 0, part.length);
    });
    writer.endObject();
  };
  const text = (node: FieldNode): string => decodeUtf8(bytes, node.valueStart, node.valueEnd);
  const decoded = { ...made(bytes, fields, { id: "jwt" }), text, write };
  return { decoded, facts: jwtFacts(json) };
}

/** Each part with the dot before it; white space around the token goes to the parts beside it. */
function jwtFields(bytes: Uint8Array, parts: JwtParts): Field[] {
  const all = [parts.header, parts.payload, parts.signature] as const;
  return ["header", "payload", "signature"].map((name, at) => {
    const [valueStart, valueEnd] = all[at] ?? parts.header;
    const start = at === 0 ? 0 : (all[at - 1]?.[1] ?? 0);
    const field = new Field(start, valueStart, valueStart, valueEnd, at === 2 ? bytes.length : valueEnd);
    field.name = name;
    field.place = "member";
    field.type = "string";
    return field;
  });
}

function jwtFacts(parts: readonly (Uint8Array | null)[]): Fact[] {
  const [header, payload] = parts.map((part) => recordOf(part));
  const facts: readonly (Fact | null)[] = [
    { code: "unverified", text: "" },
    textFact("algorithm", header?.["alg"]),
    textFact("issuer", payload?.["iss"]),
    textFact("subject", payload?.["sub"]),
    textFact("audience", payload?.["aud"]),
    timeFact("issuedAt", payload?.["iat"]),
    timeFact("notBefore", payload?.["nbf"]),
    timeFact("expires", payload?.["exp"]),
  ];
  return facts.filter((fact) => fact !== null);
}

function recordOf(part: Uint8Array | null): Readonly<Record<string, unknown>> {
  const value: unknown = part !== null && isJson(part) ? JSON.parse(decodeUtf8(part)) : {};
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function textFact(code: Fact["code"], value: unknown): Fact | null {
  if (Array.isArray(value)) return { code, text: value.filter((one) => typeof one === "string").join(", ") };
  return typeof value === "string" ? { code, text: value } : null;
}

/** Seconds since 1970, as tokens write times. */
function timeFact(code: Fact["code"], value: unknown): Fact | null {
  const time = typeof value === "number" ? new Date(value * 1000) : null;
  if (time === null || Number.isNaN(time.getTime())) return null;
  return { code, text: time.toISOString().replace(".000", "") };
}
