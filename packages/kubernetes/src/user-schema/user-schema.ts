import { type FieldNode, messageFields } from "@etcdscope/codec";
import type { WriteDocument } from "../document/output.ts";
import { anyFields } from "./any.ts";
import { createUserPlans, enumLabels, type UserPlans } from "./compile.ts";
import { writeUserMessage } from "./document.ts";
import { UserSchemaFault } from "./fault.ts";
import { compileGlob } from "./glob.ts";
import { nearMisses } from "./near.ts";
import { type ParsedFiles, type ProtoFile, parseProtoFiles } from "./parse.ts";
import type { UserPlan } from "./plan.ts";
import { fullName, isMessage, typesIn } from "./reflection.ts";

/** Which keys hold which message: a pattern over whole keys (see `compileGlob`) and a message's full name. */
export interface MessageMapping {
  readonly keys: string;
  readonly message: string;
}

export interface UserSchemaInput {
  /** Files by the names under which they import each other. */
  readonly files: readonly ProtoFile[];
  /** Files that count only where an import names them and `files` have none of that name. */
  readonly library?: readonly ProtoFile[];
  /** In order of preference: the first that fits a key counts. */
  readonly mappings: readonly MessageMapping[];
}

/** Messages of somebody's .proto files, by the keys that hold them. */
export interface UserSchema {
  messageFor(key: Uint8Array): UserMessage | undefined;
}

/** How to read and write the values of some keys. */
export interface UserMessage {
  readonly name: string;
  /** The file that defines it. */
  readonly file: string;
  /** The pattern that led to it. */
  readonly keys: string;
  fields(bytes: Uint8Array): readonly FieldNode[];
  writer(bytes: Uint8Array, fields: readonly FieldNode[]): WriteDocument;
  /** The name of an enum's value. */
  label(bytes: Uint8Array, node: FieldNode): string | null;
}

/** Reads .proto files and what they are for. Throws {@link UserSchemaFault} for files and names that cannot be used. */
export async function readUserSchema({ files, library, mappings }: UserSchemaInput): Promise<UserSchema> {
  const parsed = await parseProtoFiles(files, library);
  const plans = createUserPlans(parsed.root);
  const label = enumLabels(parsed.root);
  const messages = mappings.map((mapping) => ({
    fits: compileGlob(mapping.keys),
    message: { ...userMessage(withoutDot(mapping), parsed, plans), label },
  }));
  return { messageFor: (key) => messages.find(({ fits }) => fits(key))?.message };
}

/** protoc writes full names with a dot before them. */
function withoutDot({ keys, message }: MessageMapping): MessageMapping {
  return { keys, message: message.replace(/^\./, "") };
}

function userMessage(
  { keys, message }: MessageMapping,
  parsed: ParsedFiles,
  plans: UserPlans,
): Omit<UserMessage, "label"> {
  const plan = plans(message);
  if (plan === null) throw unknownMessage(message, parsed);
  return {
    name: message,
    file: fileOf(message, parsed),
    keys,
    fields: (bytes) => rootFields(bytes, plan, plans),
    writer: (bytes, fields) => (writer, redact) =>
      writeUserMessage({ bytes, writer, redact, plans }, fields, plan),
  };
}

function rootFields(bytes: Uint8Array, plan: UserPlan, plans: UserPlans): readonly FieldNode[] {
  if (plan.form === "any") return anyFields(plans)(bytes, 0, bytes.length, 0) ?? [];
  return messageFields(bytes, plan);
}

function fileOf(message: string, { files }: ParsedFiles): string {
  return files.find(({ names }) => names.includes(message))?.file.name ?? "google/protobuf";
}

function unknownMessage(wanted: string, { root, files }: ParsedFiles): UserSchemaFault {
  if (files.length === 0)
    return new UserSchemaFault(`There is no message ${wanted}: no .proto file was found.`);
  const near = nearMisses(wanted, typesIn(root).filter(isMessage).map(fullName));
  const hint = near.length === 0 ? "" : `; did you mean ${near.join(" or ")}?`;
  return new UserSchemaFault(
    `There is no message ${wanted} in the ${files.length} .proto files${hint === "" ? "." : hint}`,
  );
}
