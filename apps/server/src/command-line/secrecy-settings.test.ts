import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isMaskingOff, isRevealForbidden, placesToMask } from "./secrecy-settings.ts";
import { runHere } from "./terminal.testing.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "etcdscope-secrecy-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function settings(text: string): Promise<{ config: string }> {
  const config = join(folder, "settings.yaml");
  await writeFile(config, text);
  return { config };
}

describe("what an operator adds to what is masked", () => {
  it("is read from the settings, a path or the whole value", async () => {
    const file = await settings('mask:\n- {keys: "/app/**", path: "db[*].pass"}\n- {keys: /whole/*}\n');
    expect(await placesToMask(file)).toEqual([{ keys: "/app/**", path: "db[*].pass" }, { keys: "/whole/*" }]);
    expect(await placesToMask({})).toEqual([]);
    expect(await placesToMask(await settings("noReveal: true"))).toEqual([]);
  });

  it.each([
    ["mask: yes", "mask takes a list of {keys, path}."],
    ["mask: [x]", "mask[0] needs keys, a pattern, and may have a path; both are text."],
    ["mask: [{keys: 1}]", "mask[0] needs keys, a pattern, and may have a path; both are text."],
    ["mask: [{path: a}]", "mask[0] needs keys, a pattern, and may have a path; both are text."],
    [
      "mask: [{keys: /a}, {keys: /b, path: ''}]",
      "mask[1] needs keys, a pattern, and may have a path; both are text.",
    ],
    ["mask: [{keys: /a, paths: b}]", 'mask[0]: unknown setting "paths". Known settings: keys, path.'],
    ["mask: [{keys: /a, path: a..b}]", 'mask: "a..b" is not a path: write a.b[*].c, a["odd.name"], * or **.'],
  ])("is refused where it could hide less than was meant: %s", async (text, message) => {
    const file = await settings(text);
    await expect(placesToMask(file)).rejects.toThrow(`${file.config}: ${message}`);
  });

  it("counts on the command line, too", async () => {
    const key = "/registry/configmaps/shop/web-config";
    const { config } = await settings('mask: [{keys: "/registry/configmaps/**", path: "data.*"}]');
    const { stdout: open } = await runHere(["get", key]);
    const { stdout: hidden } = await runHere(["get", key, "--config", config]);
    expect(JSON.parse(open).data["app.yaml"]).toContain("listen: 0.0.0.0:8080");
    const { data, metadata } = JSON.parse(hidden);
    expect(metadata.name).toBe("web-config");
    expect(data["app.yaml"]).toMatch(/^•••• \d+ bytes · fingerprint [0-9a-f]{8}$/);
  });
});

describe("masking", () => {
  it("is off when one of three places says so", async () => {
    expect(await isMaskingOff({}, {})).toBe(false);
    expect(await isMaskingOff({ "no-mask": true }, {})).toBe(true);
    expect(await isMaskingOff({}, { ETCDSCOPE_NO_MASK: "true" })).toBe(true);
    expect(await isMaskingOff({}, { ETCDSCOPE_NO_MASK: "false" })).toBe(false);
    expect(await isMaskingOff(await settings("noMask: true"), {})).toBe(true);
    expect(await isMaskingOff(await settings("noMask: false"), {})).toBe(false);
    await expect(isMaskingOff(await settings("noMask: 1"), {})).rejects.toThrow("noMask is true or false.");
  });

  it("is another thing than revealing", async () => {
    expect(await isRevealForbidden({ "no-mask": true }, {})).toBe(false);
    expect(await isMaskingOff({ "no-reveal": true }, {})).toBe(false);
    expect(await isRevealForbidden(await settings("noReveal: true"), {})).toBe(true);
  });
});
