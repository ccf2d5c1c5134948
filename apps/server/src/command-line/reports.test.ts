import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openDecoder } from "../decoding/schema.ts";
import { secretKeepingReader } from "../decoding/show-value.ts";
import { runHere } from "./terminal.testing.ts";

interface Input {
  readonly id: string;
  readonly key?: string;
  readonly valueB64: string;
}

interface Expected {
  readonly id: string;
  readonly documents: readonly unknown[];
  readonly messages: readonly string[];
  readonly wire?: readonly string[];
  readonly fields?: readonly string[];
  readonly masked?: readonly string[];
}

const folder = fileURLToPath(new URL("../../../../fixtures/reports/", import.meta.url));

function linesOf<T>(name: string): T[] {
  return readFileSync(folder + name, "utf8")
    .trim()
    .split("\n")
    .map((line): T => JSON.parse(line));
}

const inputs = linesOf<Input>("decode-inputs.jsonl");
const answers = new Map(linesOf<Expected>("decode-expected.jsonl").map((one) => [one.id, one]));
const rows = inputs.map((input) => ({ ...input, expected: answers.get(input.id) }));

async function decoded({ key, valueB64 }: Input, ...options: readonly string[]) {
  const keyed = key === undefined ? [] : ["--key", key];
  return await runHere(["decode", ...keyed, ...options], { stdin: Buffer.from(valueB64, "base64") });
}

/** Documents stand behind each other, each from a line that begins it. */
const documentsIn = (text: string): unknown[] =>
  text.startsWith("{") ? text.split(/\n(?=\{)/).map((one): unknown => JSON.parse(one)) : [];

describe("a reported value", () => {
  it("has an answer, and each answer a value", () => {
    expect([...answers.keys()]).toEqual(inputs.map(({ id }) => id));
  });

  it.each(rows)("is decoded as it should be: $id", async ({ expected, ...input }) => {
    const { stdout, stderr } = await decoded(input);
    const messages = stderr.split("\n").filter((line) => line !== "");
    expect([documentsIn(stdout), messages]).toEqual([expected?.documents, expected?.messages]);
  });

  it.each(rows)("shows its fields and its wire: $id", async ({ expected, ...input }) => {
    const wire = await decoded(input, "--output", "wire");
    const fields = await decoded(input, "--output", "fields");
    expect([wire.code, fields.code]).toEqual([0, 0]);
    for (const text of expected?.wire ?? []) expect(wire.stdout).toContain(text);
    for (const text of expected?.fields ?? []) expect(fields.stdout).toContain(text);
  });

  it.each(rows.filter(({ expected }) => expected?.masked !== undefined))(
    "is masked where secrets are kept: $id",
    async ({ expected, key = "", valueB64 }) => {
      const show = secretKeepingReader(await openDecoder());
      const { masked } = show(Buffer.from(key), Buffer.from(valueB64, "base64"));
      expect(masked.map(({ path }) => path)).toEqual(expected?.masked);
    },
  );
});
