import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const module = fileURLToPath(new URL("./end-with-parent.mjs", import.meta.url));

const child = `
  import { endWithParent } from ${JSON.stringify(module)};
  endWithParent();
  setInterval(() => undefined, 1000);
  process.stdout.write(process.pid + "\\n");
`;
/** Starts what is to be ended, and says its process id. */
const parent = (command: string) => `
  import { spawn } from "node:child_process";
  const env = { ...process.env, NODE: process.execPath, CHILD: ${JSON.stringify(child)} };
  spawn("sh", ["-c", ${JSON.stringify(command)}], { stdio: ["ignore", 1, 2], env });
  setInterval(() => undefined, 1000);
`;
const run = '"$NODE" --input-type=module -e "$CHILD"';

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it.skipIf(!existsSync("/proc/self/stat")).each([
  ["directly", `exec ${run}`],
  ["with a shell between them", `${run}; true`],
])(
  "ends a process when the one that started it %s was killed, and not before",
  async (_, command) => {
    const starter = spawn(process.execPath, ["--input-type=module", "-e", parent(command)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [told] = await once(starter.stdout, "data");
    const pid = Number(told);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(isThere(pid)).toBe(true);
    starter.kill("SIGKILL");
    await expect.poll(() => isThere(pid), { timeout: 10_000 }).toBe(false);
  },
  20_000,
);
