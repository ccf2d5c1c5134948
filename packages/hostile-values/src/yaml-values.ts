import type { HostileContents } from "./hostile-values.ts";
import { bytesOf, times } from "./stored.ts";

/** Two members first, by which a text is taken for YAML. */
const lead = "a: 1\nb: 2\n";

const most = 1_400_000;

/** `part` as often as it has room. */
const filled = (part: string, size = most): string => part.repeat(Math.floor(size / part.length));

/** YAML that a straightforward reader takes quadratic or exponential time for. */
export const yamlValues: HostileContents = {
  "yaml nested question keys, 63 bytes": () => bytesOf(`${lead}k: ${"\n  ? ".repeat(1)}${"? ".repeat(20)}x`),
  "yaml nested question keys, 5.6 KB": () => bytesOf(`${lead}k:\n  ${"? ".repeat(2800)}x`),
  "yaml nested question keys, 1.4 MB": () => bytesOf(`${lead}k:\n  ${filled("? ")}x`),
  "yaml maps as keys": () => bytesOf(`${lead}k: ${"{ ? [".repeat(3000)}x${"] : 1 }".repeat(3000)}\n`),
  "yaml anchor chain": () =>
    bytesOf(
      `${lead}k0: &a0 [x]\n${times(45_000, (at) => `k${at + 1}: &a${at + 1} [*a${at}, *a${at}]`).join("\n")}\n`,
    ),
  "yaml billion laughs": () =>
    bytesOf(
      `${lead}l0: &l0 lol\n${times(40, (at) => `l${at + 1}: &l${at + 1} [${`*l${at}, `.repeat(9)}*l${at}]`).join("\n")}\n`,
    ),
  "yaml merge keys": () =>
    bytesOf(
      `${lead}m0: &m0 {k: v}\n${times(36_000, (at) => `m${at + 1}: &m${at + 1} {<<: *m${at}, k${at}: v}`).join("\n")}\n`,
    ),
  "yaml aliases of a long text": () =>
    bytesOf(`${lead}t: &t ${filled("x", 700_000)}\nl:\n${filled("- *t\n", 700_000)}`),
  "yaml aliases before many anchors": () =>
    bytesOf(
      `${lead}${times(40_000, (at) => `k${at}: &a${at} x`).join("\n")}\nl: [${filled("*a0, ", 600_000)}x]\n`,
    ),
  "yaml deep flow": () => bytesOf(`${lead}k: ${filled("[")}\n`),
  "yaml deep flow, closed": () => bytesOf(`${lead}k: ${"[".repeat(700_000)}${"]".repeat(700_000)}\n`),
  "yaml deep flow maps": () => bytesOf(`${lead}k: ${filled("{a: ")}\n`),
  "yaml deep indentation": () =>
    bytesOf(`${lead}${times(1600, (at) => `${" ".repeat(at)}k:`).join("\n")} x\n`),
  "yaml items in items": () => bytesOf(`${lead}k:\n ${filled("- ")}x\n`),
  "yaml ordered map": () => bytesOf(`${lead}k: !!omap\n${times(90_000, (at) => `- k${at}: x`).join("\n")}\n`),
  "yaml set of 1.1": () =>
    bytesOf(`%YAML 1.1\n---\n${lead}k: !!set\n${times(90_000, (at) => `  ? k${at}`).join("\n")}\n`),
  "yaml tags": () => bytesOf(`${lead}k: ${filled("!!str ")}x\n`),
  "yaml tags on items": () => bytesOf(`${lead}k:\n${filled("- !<tag:yaml.org,2002:x> y\n")}`),
  "yaml many documents": () => bytesOf(`${lead}${filled("---\na: 1\n")}`),
  "yaml many documents with directives": () => bytesOf(`${lead}${filled("...\n%YAML 1.2\n---\na: 1\n")}`),
  "yaml long scalar": () => bytesOf(`${lead}k: ${filled("x")}\n`),
  "yaml long quoted scalar": () => bytesOf(`${lead}k: "${filled("\\x41")}"\n`),
  "yaml quoted scalar of lines": () => bytesOf(`${lead}k: "${filled("\n  x")}"\n`),
  "yaml plain scalar of lines": () => bytesOf(`${lead}k: x${filled("\n  x")}\n`),
  "yaml quote without end": () => bytesOf(`${lead}k: "${filled("x\n  ")}`),
  "yaml block scalar of odd lines": () => bytesOf(`${lead}k: |\n${filled("  x\n \n   y\n")}`),
  "yaml folded scalar of odd lines": () => bytesOf(`${lead}k: >+2\n${filled("    x\n\n   \n  y\n")}`),
  "yaml duplicate keys": () => bytesOf(`${lead}${filled("a: 1\n")}`),
  "yaml many keys": () => bytesOf(`${lead}${times(90_000, (at) => `key${at}: ${at}`).join("\n")}\n`),
  "yaml comments": () => bytesOf(`${lead}k:\n${filled("# c\n")}  x: 1\n`),
  "yaml empty lines": () => bytesOf(`${lead}k:\n${filled("\n")}  x: 1\n`),
  "yaml blanks": () => bytesOf(`${lead}k:${filled(" ")}x\n`),
  "yaml colons": () => bytesOf(`${lead}k: ${filled(": ")}\n`),
  "yaml errors": () => bytesOf(`${lead}${filled("}: ]\n")}`),
  "yaml tabs": () => bytesOf(`${lead}k:\n${filled("\t- x\n")}`),
  "yaml big integer": () => bytesOf(`${lead}k: ${filled("9")}\n`),
  "yaml big hexadecimal integer": () => bytesOf(`${lead}k: 0x${filled("f")}\n`),
  "yaml anchors without names": () => bytesOf(`${lead}k:\n${filled("- & x\n- * \n")}`),
};
