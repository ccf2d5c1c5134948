import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openCheckouts } from "./checkouts.ts";

const folder = mkdtempSync(join(tmpdir(), "checkouts-"));
afterAll(() => rmSync(folder, { recursive: true }));

const clone = join(folder, "clones/kubernetes/api");
mkdirSync(join(clone, "core/v1"), { recursive: true });
mkdirSync(join(clone, "docs"), { recursive: true });
const files = {
  "core/v1/generated.proto": 'syntax = "proto2";',
  "core/v1/types.go": "package v1",
  "core/v1/generated.pb.go": "package v1",
  "docs/doc.go": "package docs",
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(clone, name), text);
const git = (...args: string[]) =>
  execFileSync("git", ["-C", clone, "-c", "user.name=t", "-c", "user.email=t@example.org", ...args], {
    encoding: "utf8",
  });
git("init", "--quiet");
git("add", ".");
git("commit", "--quiet", "--message", "one");
const commit = git("rev-parse", "HEAD").trim();
const checkouts = openCheckouts(join(folder, "clones"), join(folder, "cache"));

test("takes the packages with a generated.proto out of a commit, without generated code", () => {
  const unpacked = checkouts.unpacked({ repository: "kubernetes/api", ref: "master", commit });
  const found = readdirSync(join(unpacked, "k8s.io/api"), { recursive: true, encoding: "utf8" });
  expect(found.filter((name) => /\.(go|proto)$/.test(name)).sort()).toEqual([
    "core/v1/generated.proto",
    "core/v1/types.go",
  ]);
});

test("names a repository of which there is no clone, and a commit that is not in one", () => {
  const pin = { repository: "openshift/api", ref: "master", commit };
  expect(() => checkouts.unpacked(pin)).toThrow("has no clone of openshift/api");
  const other = { repository: "kubernetes/api", ref: "master", commit: "0".repeat(40) };
  expect(() => checkouts.unpacked(other)).toThrow("0000000");
});
