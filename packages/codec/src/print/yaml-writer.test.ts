import fc from "fast-check";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { parseJson } from "../json/parse.ts";
import { writeJsonNode } from "../json/write.ts";
import { YamlWriter } from "./yaml-writer.ts";

function print(value: unknown) {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const writer = new YamlWriter({ ranges: true });
  writeJsonNode(bytes, parseJson(bytes).nodes[0]!, writer);
  return writer.finish();
}

describe("printing YAML", () => {
  test("lays a document out as people write manifests", () => {
    const { text } = print({
      spec: { containers: [{ image: "nginx:1.25", args: [] }, { ports: [[80, 443]] }], emptyDir: {} },
      data: {
        "net-conf.json": '{\n  "Network": "10.0.0.0/8"\n}\n',
        ready: "true",
        port: "8080",
        ip: "10.0.0.1",
      },
    });
    expect(text).toBe(`spec:
  containers:
  - image: nginx:1.25
    args: []
  - ports:
    - - 80
      - 443
  emptyDir: {}
data:
  net-conf.json: |
    {
      "Network": "10.0.0.0/8"
    }
  ready: "true"
  port: "8080"
  ip: 10.0.0.1
`);
  });

  test("knows where each value stands", () => {
    const { text, ranges } = print({ a: { b: ["x", { c: 1 }], d: {} } });
    expect(ranges.map(([path, start, end]) => [path, text.slice(start, end)])).toEqual([
      ["", "a:\n  b:\n  - x\n  - c: 1\n  d: {}"],
      ["a", "b:\n  - x\n  - c: 1\n  d: {}"],
      ["a.b", "- x\n  - c: 1"],
      ["a.b[0]", "x"],
      ["a.b[1]", "c: 1"],
      ["a.b[1].c", "1"],
      ["a.d", "{}"],
    ]);
  });

  const awkward = fc.constantFrom(
    ...[
      "",
      "~",
      "null",
      "No",
      "y",
      "0x1f",
      "1_000",
      "12:30:00",
      "2001-01-01",
      ".inf",
      "...",
      "---",
      "- a",
      "? a",
      "a: b",
      "a #b",
    ],
    ...[
      "#",
      "a:",
      " a",
      "a ",
      "\t",
      "\n",
      "\n\n",
      "a\n",
      "a\n\n\n",
      " a\nb",
      "\n a",
      "a\n b\n\n",
      "a\r\nb",
      "%x",
      "@x",
      "<<",
      "=",
      "1e3",
    ],
    ...[
      "a\u2028b",
      "\ufeff",
      "\u0085",
      "\u007f",
      "é中😀",
      "a\tb\nc",
      "'",
      '"',
      "{a}",
      "[a]",
      "|",
      ">",
      "a\u00a0",
      "x".repeat(2000),
    ],
  );

  test("gives every value back through a reader of YAML", () => {
    const text = fc.oneof(awkward, fc.string(), fc.string({ unit: "binary" }), fc.lorem());
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(text, tie("value"), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(value, (document) => {
        expect(load(print(document).text)).toEqual(document);
      }),
      { numRuns: 500 },
    );
  });
});
