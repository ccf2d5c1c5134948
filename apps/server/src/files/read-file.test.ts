import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFileOrPipe, readRegularFile, UnreadableFile } from "./read-file.ts";

let folder = "";
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "etcdscope-files-"));
  writeFileSync(at("file"), "content");
  mkdirSync(at("folder"));
  symlinkSync("/dev/zero", at("endless"));
  symlinkSync(at("file"), at("link"));
  for (const name of ["pipe", "silent", "stalled", "full", "substituted"]) execFileSync("mkfifo", [at(name)]);
});
afterAll(() => rmSync(folder, { recursive: true }));

const quick = { size: 100_000, wait: 200 };

describe("a file", () => {
  it("is read whole, through links too, up to its largest size", async () => {
    expect(String(await readRegularFile(at("file"), 7))).toBe("content");
    expect(String(await readRegularFile(at("link"), 7))).toBe("content");
    expect(String(await readFileOrPipe(at("file"), quick))).toBe("content");
    await expect(readRegularFile(at("file"), 6)).rejects.toThrow("more than 6 bytes");
    await expect(readFileOrPipe(at("file"), { ...quick, size: 6 })).rejects.toThrow(UnreadableFile);
  });

  it.each([
    ["endless", "This is a device; a file is needed."],
    ["pipe", "This is a pipe; a file is needed."],
    ["folder", "This is a folder; a file is needed."],
  ])("is not what is something else: %s", async (name, reason) => {
    await expect(readRegularFile(at(name), 1000)).rejects.toThrow(reason);
  });

  it("that is missing is what the operating system says", async () => {
    await expect(readRegularFile(at("missing"), 1)).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("a pipe", () => {
  it("is read until its writer ends, however late it comes", async () => {
    const writer = spawn("sh", ["-c", `sleep 0.1; printf one > ${at("pipe")}`]);
    const text = String(await readFileOrPipe(at("pipe"), { ...quick, wait: 20_000 }));
    expect(text).toBe("one");
    writer.kill();
  });

  it("that is open already is read by its number, as a shell's <(…) is", async () => {
    const writer = await open(at("substituted"), "r+");
    const reading = readFileOrPipe(`/dev/fd/${writer.fd}`, { ...quick, wait: 20_000 });
    await writer.write("secret");
    await writer.close();
    expect(String(await reading)).toBe("secret");
  });

  it("is given up when nobody writes, or does not end", async () => {
    await expect(readFileOrPipe(at("silent"), quick)).rejects.toThrow("did not end within 0.2 s");
    const writer = await open(at("stalled"), "r+");
    await writer.write("part");
    await expect(readFileOrPipe(at("stalled"), quick)).rejects.toThrow("did not end within 0.2 s");
    await writer.close();
  });

  it("is given up beyond the largest size", async () => {
    const writer = spawn("sh", ["-c", `cat /dev/zero > ${at("full")}`]);
    await expect(readFileOrPipe(at("full"), { ...quick, wait: 20_000 })).rejects.toThrow("more than 100000");
    writer.kill();
  });

  it("is no device and no folder", async () => {
    await expect(readFileOrPipe(at("endless"), quick)).rejects.toThrow("This is a device");
    await expect(readFileOrPipe(at("folder"), quick)).rejects.toThrow("This is a folder");
  });
});
