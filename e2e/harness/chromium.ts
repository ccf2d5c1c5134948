import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The shell is Chromium without windows: a page takes half the processor's time in it. */
const names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

/** How to launch the system's Chromium: Playwright's own download is not used. */
export function chromium(): { executablePath: string; args: string[] } {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error(`None of ${names.join(", ")} is on PATH: install Chromium.`);
  return { executablePath: found, args: [...quiet, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])] };
}

const quiet = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
