import { spawn } from "node:child_process";
import { say, type Terminal } from "./terminal.ts";

const openers: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** Opens an address in the person's browser; says so when there is no way to. */
export function openBrowser(address: string, terminal: Terminal): void {
  const [command, ...args] = openers[process.platform] ?? ["xdg-open"];
  const child = spawn(command, [...args, address], { stdio: "ignore", detached: true });
  child.once("error", () => say(terminal, `No browser could be opened; open ${address} yourself.`));
  child.unref();
}
