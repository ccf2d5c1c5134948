import { dirname, resolve } from "node:path";
import {
  type Decoder,
  type EncryptionKey,
  type MessageMapping,
  readUserSchema,
  UserSchemaFault,
  type UserSchemaInput,
} from "@etcdscope/kubernetes";
import { type DecodingSettings, decoderOf } from "../decoding/decoding-settings.ts";
import { ConfigurationFault, readEncryptionConfiguration } from "../encryption/configuration.ts";
import { readFileOrPipe, readSettingsFile } from "../files/read-file.ts";
import { readBundledProtos, readProtoFolders } from "../user-schema/proto-files.ts";
import { type ProtoSettings, readProtoSettings } from "../user-schema/settings.ts";
import { CommandFault, UsageFault } from "./faults.ts";
import { fileFault } from "./file-fault.ts";
import type { DecodingValues } from "./options.ts";

/** The decoder that a command line asks for: Kubernetes' kinds, and what its files add to them. */
export async function decoderFor(values: DecodingValues): Promise<Decoder> {
  return await decoderOf(await decodingSettings(values));
}

/** What the files that a command line names say of how values are read; they are known to be usable. */
export async function decodingSettings(values: DecodingValues): Promise<DecodingSettings> {
  const [encryptionKeys, messages] = await Promise.all([encryptionIn(values), messagesIn(values)]);
  return { encryptionKeys, messages };
}

async function encryptionIn(values: DecodingValues): Promise<readonly EncryptionKey[] | undefined> {
  const path = values["encryption-config"];
  if (path === undefined) return undefined;
  const text = await textOf(path, async () => (await readFileOrPipe(path)).toString("utf8"));
  return told(path, ConfigurationFault, () => readEncryptionConfiguration(text));
}

async function messagesIn(values: DecodingValues): Promise<UserSchemaInput | undefined> {
  const settings = [settingsTyped(values), ...(await settingsFile(values.config))];
  const folders = settings.flatMap((one) => one.folders);
  const mappings = settings.flatMap((one) => one.mappings);
  if (folders.length === 0 && mappings.length === 0) return undefined;
  if (mappings.length === 0)
    throw new UsageFault(
      "--proto needs --proto-map 'GLOB=message.Name', which says what holds which message.",
    );
  if (folders.length === 0)
    throw new UsageFault("--proto-map needs --proto DIR, the folder of .proto files.");
  try {
    const [files, library] = await Promise.all([readProtoFolders(folders), readBundledProtos()]);
    const input = { files, library, mappings };
    await readUserSchema(input);
    return input;
  } catch (error) {
    throw error instanceof UserSchemaFault ? new CommandFault(error.message) : error;
  }
}

function settingsTyped(values: DecodingValues): ProtoSettings {
  return { folders: values.proto ?? [], mappings: (values["proto-map"] ?? []).map(mappingTyped) };
}

/** A message's name has no `=`, a pattern may: the last one counts. */
function mappingTyped(typed: string): MessageMapping {
  const at = typed.lastIndexOf("=");
  const [keys, message] = [typed.slice(0, at), typed.slice(at + 1)];
  if (at < 1 || message === "")
    throw new UsageFault(`--proto-map takes 'GLOB=message.Name'; "${typed}" is none.`);
  return { keys, message };
}

/** Folders in a file are meant from where the file is. */
async function settingsFile(path: string | undefined): Promise<ProtoSettings[]> {
  if (path === undefined) return [];
  const text = await textOf(path, () => readSettingsFile(path));
  const { folders, mappings } = told(path, UserSchemaFault, () => readProtoSettings(text));
  return [{ folders: folders.map((folder) => resolve(dirname(path), folder)), mappings }];
}

async function textOf(path: string, read: () => Promise<string>): Promise<string> {
  try {
    return await read();
  } catch (error) {
    throw fileFault(error, path);
  }
}

/** A fault of what a file says is told with the file's name. */
function told<T>(path: string, fault: new () => Error, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof fault ? new CommandFault(`${path}: ${error.message}`) : error;
  }
}
