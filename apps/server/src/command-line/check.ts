import type { CheckedStep } from "../etcd-source/check-endpoint.ts";
import { withEnvironment } from "./environment.ts";
import { CommandFault, UsageFault } from "./faults.ts";
import { checkOptions, parseOptions } from "./options.ts";
import { clusterOptions } from "./sources.ts";
import { print, type Terminal } from "./terminal.ts";

const stepTimeout = 5000;

/** `etcdscope check`: every step towards every endpoint, one a line; exit code 1 when one fails. */
export async function check(args: readonly string[], terminal: Terminal): Promise<void> {
  const { values } = parseOptions(args, checkOptions, 0);
  const { endpoints, ...credentials } = await clusterOptions(withEnvironment(values, terminal.env), terminal);
  const { checkEndpoint } = await import("../etcd-source/check-endpoint.ts");
  let failures = 0;
  try {
    for (const endpoint of endpoints)
      for await (const step of checkEndpoint(endpoint, { ...credentials, stepTimeout })) {
        await print(terminal, rowOf(step));
        if (step.outcome === "failed") failures++;
      }
  } catch (error) {
    throw error instanceof RangeError ? new UsageFault(error.message) : error;
  }
  if (failures > 0) throw new CommandFault(`${failures} of ${endpoints.length} endpoints failed.`);
}

/** Endpoint, step, outcome and reason, with tabs between: for people and for `cut`. */
function rowOf({ endpoint, step, outcome, reason }: CheckedStep): string {
  return `${endpoint}\t${step}\t${outcome}\t${reason}\n`;
}
