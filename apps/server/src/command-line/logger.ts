import { type LevelWithSilent, type Logger, pino } from "pino";
import type { Terminal } from "./terminal.ts";

/** Logs JSON lines for machines, to stderr: stdout is data. */
export function loggerTo({ stderr }: Terminal, level: LevelWithSilent): Logger {
  return pino({ level, base: null }, { write: (line: string) => stderr.write(line) });
}
