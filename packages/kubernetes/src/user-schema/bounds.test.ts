import protobuf from "protobufjs";
import { describe, expect, test } from "vitest";
import { UserSchemaFault } from "./fault.ts";
import { readUserSchema } from "./user-schema.ts";

const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join("\n");

const read = (text: string) =>
  readUserSchema({ files: [{ name: "a.proto", text }], mappings: [{ keys: "*", message: "M" }] });

/** How often numbers of fields are looked at, the library's own looks included, while something is done. */
async function looksAtNumbers(done: () => Promise<unknown>): Promise<number> {
  const numbers = new WeakMap<object, number>();
  let looks = 0;
  Object.defineProperty(protobuf.Field.prototype, "id", {
    configurable: true,
    get(this: object) {
      looks++;
      return numbers.get(this);
    },
    set(this: object, number: number) {
      numbers.set(this, number);
    },
  });
  try {
    await done();
  } finally {
    Reflect.deleteProperty(protobuf.Field.prototype, "id");
  }
  return looks;
}

describe(".proto files", () => {
  test.each([
    ["fields", (at: number) => `string f${at} = ${at + 1};`],
    ["optional fields", (at: number) => `optional string f${at} = ${at + 1};`],
    ["oneofs", (at: number) => `oneof o${at} { string f${at} = ${at + 1}; }`],
  ])("of a message with very many %s are read with work by their number", async (_, line) => {
    const count = 5000;
    const text = `syntax = "proto3";\nmessage M {\n${lines(count, line)}\n}\n`;
    expect(await looksAtNumbers(() => read(text))).toBeLessThanOrEqual(30 * count);
  });

  test.each([
    [
      "reserved numbers",
      `message M {\n${lines(9000, (at) => `reserved ${at + 10_000};\nstring f${at} = ${at + 1};`)}}`,
    ],
    ["options", `message M { string a = 1 [${lines(9000, (at) => `(o${at}).a = 1,`)} (z).a = 1]; }`],
    [
      "extensions of a type that comes late",
      `${lines(2000, (at) => `extend Z { string f${at} = ${at + 1}; }`)}\n${lines(2000, (at) => `message N${at} {}`)}\nmessage M {} message Z {}`,
    ],
  ])("with more %s than can be compared are refused", async (_, text) => {
    const reading = read(`syntax = "proto3";\n${text}\n`);
    await expect(reading).rejects.toThrow("too many reserved numbers, options or extensions");
    await expect(reading).rejects.toThrow(UserSchemaFault);
  });

  test("of a very long name are not compared with others to say what it may have meant", async () => {
    const text = `syntax = "proto3";\nmessage ${"N".repeat(200_000)} {}\n`;
    await expect(read(text)).rejects.toThrow("There is no message M in the 1 .proto files.");
  });

  test("with a name that two files define say where, however long what stands before it is", async () => {
    const files = [
      { name: "a.proto", text: 'syntax = "proto3";\nmessage M {}\n' },
      { name: "b.proto", text: `syntax = "proto3";\n//${" message".repeat(20_000)}\nmessage M {}\n` },
    ];
    await expect(readUserSchema({ files, mappings: [] })).rejects.toThrow(
      /^b\.proto, line \d: M is defined by a\.proto too\.$/,
    );
  });
});
