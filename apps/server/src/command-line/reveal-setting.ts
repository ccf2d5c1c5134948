import { readFile } from "node:fs/promises";
import { UserSchemaFault } from "@etcdscope/kubernetes";
import { parseSettings } from "../user-schema/settings.ts";
import { isTrue } from "./environment.ts";
import { CommandFault } from "./faults.ts";
import { fileFault } from "./file-fault.ts";
import type { Terminal } from "./terminal.ts";

interface RevealValues {
  readonly "no-reveal"?: boolean | undefined;
  readonly config?: string | undefined;
}

/** Whether one of the three places forbids it, `--no-reveal`, the environment or the settings: none of them allows it again. */
export async function isRevealForbidden(values: RevealValues, env: Terminal["env"]): Promise<boolean> {
  if (values["no-reveal"] === true || isTrue(env, "NO_REVEAL", ["ETCDSCOPE_"])) return true;
  return values.config !== undefined && (await forbidsIn(values.config));
}

async function forbidsIn(path: string): Promise<boolean> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw fileFault(error, path);
  });
  const { noReveal } = settingsIn(text, path);
  if (noReveal !== undefined && typeof noReveal !== "boolean")
    throw new CommandFault(`${path}: noReveal is true or false.`);
  return noReveal === true;
}

function settingsIn(text: string, path: string): Readonly<Record<string, unknown>> {
  try {
    return parseSettings(text);
  } catch (error) {
    throw error instanceof UserSchemaFault ? new CommandFault(`${path}: ${error.message}`) : error;
  }
}
