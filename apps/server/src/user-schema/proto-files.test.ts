import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readProtoFolders } from "./proto-files.ts";

let folder = "";
const at = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "etcdscope-protos-"));
  writeFileSync(at("a.proto"), 'syntax = "proto3";');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a folder of .proto files", () => {
  it("is read, links to files too", async () => {
    symlinkSync(at("a.proto"), at("b.proto"));
    const files = await readProtoFolders([folder]);
    expect(files.map(({ name }) => name)).toEqual(["a.proto", "b.proto"]);
  });

  it.each([
    ["a link to an endless device", () => symlinkSync("/dev/zero", at("z.proto")), "This is a device"],
    ["a link to a folder", () => symlinkSync(folder, at("z.proto")), "This is a folder"],
    [
      "a file of more than a MiB",
      () => writeFileSync(at("z.proto"), " ".repeat(1024 * 1024 + 1)),
      "more than",
    ],
  ])("is refused with the file's name for %s", async (_, make, reason) => {
    make();
    await expect(readProtoFolders([folder])).rejects.toThrow(new RegExp(`${at("z.proto")}: .*${reason}`));
  });

  it("leaves out what is no file by itself", async () => {
    execFileSync("mkfifo", [at("z.proto")]);
    expect(await readProtoFolders([folder])).toHaveLength(1);
  });

  it("is refused for a link to a pipe", async () => {
    execFileSync("mkfifo", [at("pipe")]);
    symlinkSync(at("pipe"), at("z.proto"));
    await expect(readProtoFolders([folder])).rejects.toThrow("z.proto: This is a pipe; a file is needed.");
  });
});
