import { type SecretPlace, SecretPlaceFault, secretRules, UserSchemaFault } from "@etcdscope/kubernetes";
import { openers } from "../decoding/openers.ts";
import { readSettingsFile } from "../files/read-file.ts";
import { parseSettings } from "../user-schema/settings.ts";
import { isTrue } from "./environment.ts";
import { CommandFault } from "./faults.ts";
import { fileFault } from "./file-fault.ts";
import type { Terminal } from "./terminal.ts";

interface SecrecyValues {
  readonly "no-reveal"?: boolean | undefined;
  readonly "no-mask"?: boolean | undefined;
  readonly config?: string | undefined;
}

/** Whether one of the three places forbids it, `--no-reveal`, the environment or the settings: none of them allows it again. */
export async function isRevealForbidden(values: SecrecyValues, env: Terminal["env"]): Promise<boolean> {
  if (values["no-reveal"] === true || isTrue(env, "NO_REVEAL", ["ETCDSCOPE_"])) return true;
  return await isSet(values.config, "noReveal");
}

/** Whether one of the same three places, `--no-mask` first, says to hide nothing. */
export async function isMaskingOff(values: SecrecyValues, env: Terminal["env"]): Promise<boolean> {
  if (values["no-mask"] === true || isTrue(env, "NO_MASK", ["ETCDSCOPE_"])) return true;
  return await isSet(values.config, "noMask");
}

/** What the settings file adds to the table of what is secret: `mask: [{keys: GLOB, path: PATH}]`. */
export async function placesToMask({ config }: SecrecyValues): Promise<readonly SecretPlace[]> {
  if (config === undefined) return [];
  const { mask = [] } = await settingsIn(config);
  if (!Array.isArray(mask)) throw new CommandFault(`${config}: mask takes a list of {keys, path}.`);
  const places = mask.map((entry: unknown, at) => placeIn(entry, `${config}: mask[${at}]`));
  try {
    secretRules(openers, places);
    return places;
  } catch (error) {
    throw error instanceof SecretPlaceFault ? new CommandFault(`${config}: mask: ${error.message}`) : error;
  }
}

/** Without a path all of the values under the keys is hidden. A misspelled name must not hide less than was meant. */
function placeIn(entry: unknown, at: string): SecretPlace {
  const { keys, path, ...others }: Record<string, unknown> = { ...(typeof entry === "object" ? entry : {}) };
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw new CommandFault(`${at}: unknown setting "${other}". Known settings: keys, path.`);
  const isPath = path === undefined || (typeof path === "string" && path !== "");
  if (typeof keys !== "string" || keys === "" || !isPath)
    throw new CommandFault(`${at} needs keys, a pattern, and may have a path; both are text.`);
  return path === undefined ? { keys } : { keys, path: String(path) };
}

async function isSet(path: string | undefined, setting: "noReveal" | "noMask"): Promise<boolean> {
  if (path === undefined) return false;
  const value = (await settingsIn(path))[setting];
  if (value !== undefined && typeof value !== "boolean")
    throw new CommandFault(`${path}: ${setting} is true or false.`);
  return value === true;
}

async function settingsIn(path: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readSettingsFile(path).catch((error: unknown) => {
    throw fileFault(error, path);
  });
  try {
    return parseSettings(text);
  } catch (error) {
    throw error instanceof UserSchemaFault ? new CommandFault(`${path}: ${error.message}`) : error;
  }
}
