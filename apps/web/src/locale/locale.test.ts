import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { en } from "./en.ts";
import { makeI18n } from "./i18n.ts";
import { zh } from "./zh.ts";

function sentences(tree: object, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]): [string, string][] =>
    typeof value === "string" ? [[path + key, value]] : sentences(Object(value), `${path}${key}.`),
  );
}

const placeholders = (text: string): string[] => (text.match(/{{[^}]+}}/g) ?? []).sort();

describe("every language", () => {
  it("says the same things with the same parts", () => {
    const english = new Map(sentences(en));
    const chinese = new Map(sentences(zh));
    expect([...chinese.keys()]).toEqual([...english.keys()]);
    for (const [key, text] of english) {
      expect([key, placeholders(chinese.get(key) ?? "")]).toEqual([key, placeholders(text)]);
    }
  });

  it("leaves no sentence empty or untranslated by accident", () => {
    const same = sentences(zh).filter(([key, text]) => new Map(sentences(en)).get(key) === text);
    const names =
      /^(app\.name|source\.kindEtcd|encoding\.(kubernetes-protobuf|json|cbor|yaml|jwt)|reading\.msgpack|within\.fact\.fingerprint|view\.(json|yaml|wire))$/;
    expect(same.map(([key]) => key).filter((key) => !names.test(key))).toEqual([]);
  });

  it("writes numbers its own way", () => {
    expect(makeI18n("en").t("source.keys", { count: 1234 })).toBe("1,234 keys");
    expect(makeI18n("zh", zh).t("source.keys", { count: 1234 })).toBe("1,234 个键");
  });
});

describe("components", () => {
  const source = join(import.meta.dirname, "..");
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".tsx"),
  );

  it.each(files.filter((name) => !name.includes(".test.")))("hold no sentence of their own: %s", (name) => {
    const text = readFileSync(join(source, name), "utf8");
    expect(text.match(/>\s*[A-Za-z][a-z]+(\s[A-Za-z]+)*\s*<\//g) ?? []).toEqual([]);
    expect(text.match(/\b(aria-label|title|placeholder|label)="[A-Za-z]/g) ?? []).toEqual([]);
  });
});
