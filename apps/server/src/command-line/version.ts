import { readFileSync } from "node:fs";

/** The version of this server. */
export const version = versionIn(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

function versionIn(text: string): string {
  const description: unknown = JSON.parse(text);
  const isDescribed = typeof description === "object" && description !== null && "version" in description;
  return isDescribed ? String(description.version) : "0.0.0";
}
