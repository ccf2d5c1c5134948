import { dirname, resolve } from "node:path";
import { UserSchemaFault } from "@etcdscope/kubernetes";
import { readSettingsFile } from "../files/read-file.ts";
import { parseSettings } from "../user-schema/settings.ts";
import { CommandFault } from "./faults.ts";
import { fileFault } from "./file-fault.ts";
import type { SourceValues } from "./options.ts";

/** A source of a settings file, as if its options had been typed. */
export interface NamedSource {
  readonly name: string;
  readonly values: SourceValues;
}

/** Settings that are files, meant from where the settings are. */
const files = {
  cacert: "cacert",
  cert: "cert",
  key: "key",
  keyPassphraseFile: "key-passphrase-file",
  passwordFile: "password-file",
} as const;
const texts = {
  discoverySrv: "discovery-srv",
  discoverySrvName: "discovery-srv-name",
  serverName: "server-name",
  user: "user",
  indexRate: "index-rate",
} as const;
const flags = {
  kubeadm: "kubeadm",
  insecureSkipTlsVerify: "insecure-skip-tls-verify",
  skipHashCheck: "skip-hash-check",
  strictSnapshot: "strict-snapshot",
} as const;

const known = [
  "name",
  "snapshot",
  "endpoints",
  ...[files, texts, flags].flatMap((names) => Object.keys(names)),
];

/** The sources of a settings file. Faults carry the file's name. */
export async function namedSources(path: string): Promise<NamedSource[]> {
  let text: string;
  try {
    text = await readSettingsFile(path);
  } catch (error) {
    throw fileFault(error, path);
  }
  try {
    return readSourceSettings(text, dirname(resolve(path)));
  } catch (error) {
    const isTold = error instanceof CommandFault || error instanceof UserSchemaFault;
    throw isTold ? new CommandFault(`${path}: ${error.message}`) : error;
  }
}

/**
 * Reads `sources: [{name, snapshot | endpoints | kubeadm, …}]`; the other settings are the options in camel case.
 * No password and no passphrase stands in the file itself. Throws {@link CommandFault}.
 */
export function readSourceSettings(text: string, folder: string): NamedSource[] {
  const sources = parseSettings(text)["sources"] ?? [];
  if (!Array.isArray(sources))
    throw new CommandFault("sources takes a list of {name, snapshot or endpoints}.");
  const named = sources.map((entry: unknown, at) => namedSource(entry, `sources[${at}]`, folder));
  const names = named.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new CommandFault(`Two sources are called "${twice}".`);
  return named;
}

function namedSource(entry: unknown, at: string, folder: string): NamedSource {
  const settings: Record<string, unknown> = { ...(typeof entry === "object" ? entry : {}) };
  const other = Object.keys(settings).find((setting) => !known.includes(setting));
  if (other !== undefined)
    throw new CommandFault(`${at}: "${other}" is no setting; ${known.join(", ")} are.`);
  const reader = new SettingReader(settings, at);
  const name = reader.text("name");
  const snapshot = reader.text("snapshot");
  const endpoints = reader.list("endpoints");
  const places = [snapshot, endpoints ?? reader.text("discoverySrv") ?? reader.flag("kubeadm")].filter(
    (place) => place !== undefined,
  );
  if (name === undefined || places.length !== 1)
    throw new CommandFault(`${at} needs a name, and one of snapshot, endpoints, discoverySrv and kubeadm.`);
  const values: SourceValues = {
    ...(snapshot === undefined ? {} : { snapshot: [resolve(folder, snapshot)] }),
    ...(endpoints === undefined ? {} : { endpoints }),
    ...renamed(files, (setting) => asPath(reader.text(setting), folder)),
    ...renamed(texts, (setting) => reader.text(setting)),
    ...renamed(flags, (setting) => reader.flag(setting)),
  };
  return { name, values };
}

/** What there is of some settings, under the names of their options. */
function renamed<T>(names: Readonly<Record<string, string>>, read: (setting: string) => T | undefined) {
  const found: Record<string, T> = {};
  for (const [setting, option] of Object.entries(names)) {
    const value = read(setting);
    if (value !== undefined) found[option] = value;
  }
  return found;
}

function asPath(path: string | undefined, folder: string): string | undefined {
  return path === undefined ? undefined : resolve(folder, path);
}

class SettingReader {
  readonly #settings: Readonly<Record<string, unknown>>;
  readonly #at: string;

  constructor(settings: Readonly<Record<string, unknown>>, at: string) {
    this.#settings = settings;
    this.#at = at;
  }

  text(name: string): string | undefined {
    const value = this.#settings[name];
    if (value === undefined || (typeof value === "string" && value !== "")) return value;
    throw new CommandFault(`${this.#at}.${name} takes a text.`);
  }

  /** A list, or a text with commas, as one text with commas. */
  list(name: string): string | undefined {
    const value = this.#settings[name];
    if (!Array.isArray(value)) return this.text(name);
    if (value.length > 0 && value.every((one) => typeof one === "string")) return value.join(",");
    throw new CommandFault(`${this.#at}.${name} takes a list of texts.`);
  }

  /** `undefined` also for false. */
  flag(name: string): true | undefined {
    const value = this.#settings[name];
    if (value === undefined || typeof value === "boolean") return value === true ? true : undefined;
    throw new CommandFault(`${this.#at}.${name} is true or false.`);
  }
}
