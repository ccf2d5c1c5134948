import { describe, expect, it } from "vitest";
import { runHere as run } from "./terminal.testing.ts";

const rowsOf = (text: string): string[][] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));

describe("etcdscope cluster", () => {
  it("tells what the sample's file says of its cluster", async () => {
    const { code, stdout, stderr } = await run(["cluster"]);
    expect([code, stderr]).toEqual([0, ""]);
    const rows = rowsOf(stdout);
    expect(rows).toContainEqual(["cluster", "-", "3.4.0"]);
    expect(rows).toContainEqual(["revision", "1215", "oldest readable 902"]);
    expect(rows).toContainEqual([
      "member",
      "9e737febb6b99eee",
      "default",
      "unasked",
      "http://127.0.0.1:22379",
    ]);
    expect(rows).toContainEqual([
      "file",
      expect.stringMatching(/^3719168 bytes, \d+ in use$/),
      "sha256 intact",
    ]);
    expect(rows).toContainEqual(["leases", "9"]);
    expect(rows).toContainEqual(["lease", "1eeea2049e109981", "granted for 15 s"]);
  });

  it("tells the same as the API where JSON is asked for", async () => {
    const { code, stdout } = await run(["cluster", "--output", "json"]);
    expect(code).toBe(0);
    const { cluster, leases } = JSON.parse(stdout);
    expect(cluster).toMatchObject({ version: "3.4.0", snapshot: { hash: "intact" } });
    expect(leases).toMatchObject({ total: 9 });
  });

  it("takes no other words, and knows its forms", async () => {
    expect((await run(["cluster", "x"])).code).toBe(2);
    expect(await run(["cluster", "--output", "yaml"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--output takes text, json; "yaml" is none of them.'),
    });
    expect((await run(["cluster", "--help"])).stdout).toContain("etcdscope cluster [options]");
  });
});
