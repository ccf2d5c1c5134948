import { type MessageMapping, UserSchemaFault } from "@etcdscope/kubernetes";
import { load, YAMLException } from "js-yaml";

/** Where .proto files are, and which keys hold which of their messages. */
export interface ProtoSettings {
  readonly folders: readonly string[];
  readonly mappings: readonly MessageMapping[];
}

/** The sources, and what is masked and revealed, are the command line's to read. */
const known = ["proto", "protoMap", "sources", "noReveal", "mask", "noMask"];
const knownText = "proto, protoMap, sources, noReveal, mask and noMask";

/**
 * Reads settings in YAML, or JSON, which is YAML too: `proto: [DIR, …]`, `protoMap: [{keys: GLOB, message: NAME}, …]`.
 * Throws {@link UserSchemaFault}.
 */
export function readProtoSettings(text: string): ProtoSettings {
  const settings = parseSettings(text);
  return { folders: foldersIn(settings["proto"]), mappings: mappingsIn(settings["protoMap"]) };
}

/** What a settings file says, by setting. Throws {@link UserSchemaFault} for settings that are none. */
export function parseSettings(text: string): Readonly<Record<string, unknown>> {
  const settings = parseYaml(text) ?? {};
  if (!isRecord(settings)) throw new UserSchemaFault(`the settings are no mapping; ${knownText} are.`);
  const other = Object.keys(settings).find((name) => !known.includes(name));
  if (other !== undefined) throw new UserSchemaFault(`"${other}" is no setting; ${knownText} are.`);
  return settings;
}

function parseYaml(text: string): unknown {
  try {
    return load(text);
  } catch (error) {
    const line = error instanceof YAMLException && error.mark ? `line ${error.mark.line + 1}: ` : "";
    throw new UserSchemaFault(`${line}it is neither YAML nor JSON.`);
  }
}

function foldersIn(value: unknown): string[] {
  const folders = value === undefined ? [] : Array.isArray(value) ? value : [value];
  if (!folders.every((folder) => typeof folder === "string"))
    throw new UserSchemaFault("proto takes the names of folders.");
  return folders;
}

function mappingsIn(value: unknown): MessageMapping[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new UserSchemaFault("protoMap takes a list of {keys, message}.");
  return value.map((entry, at) => {
    const { keys, message } = isRecord(entry) ? entry : {};
    if (typeof keys === "string" && typeof message === "string") return { keys, message };
    throw new UserSchemaFault(`protoMap[${at}] needs keys and message, both text.`);
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
