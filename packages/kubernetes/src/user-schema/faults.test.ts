import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { UserSchemaFault } from "./fault.ts";
import type { ProtoFile } from "./parse.ts";
import { readProtoFiles } from "./proto-files.testing.ts";
import { readUserSchema } from "./user-schema.ts";

const proto3 = (...lines: string[]) => ['syntax = "proto3";', "package demo;", ...lines].join("\n");

async function faultOf(files: readonly ProtoFile[], message = "demo.User"): Promise<string> {
  try {
    await readUserSchema({ files, mappings: [{ keys: "/**", message }] });
    return "accepted";
  } catch (error) {
    return error instanceof UserSchemaFault ? error.message : `threw ${String(error)}`;
  }
}

const user = { name: "user.proto", text: proto3("message User { string name = 1; }") };

describe("a .proto file that cannot be used", () => {
  test.each([
    [["message User {", "  string name 1;", "}"], "user.proto, line 4: illegal token '1', '=' expected."],
    [["message User {", "  string name = 1;"], "user.proto, line 4: the file ends too early."],
    [
      ["message User {", "  string a = 1;", "  string b = 1;", "}"],
      "user.proto, line 5: duplicate id 1 in Type User.",
    ],
    [
      ["message User {}", "", "message User {}"],
      "user.proto, line 5: duplicate name 'User' in Namespace demo.",
    ],
    [
      ["message User {", "  Adress address = 1;", "}", "message Address {}"],
      "user.proto, line 4: there is no type Adress; did you mean demo.Address?",
    ],
    [
      ['import "address.proto";', "message User {", "  map<string, Adress> all = 1;", "}"],
      'user.proto, line 5: there is no type Adress; its import "address.proto" is in none of the folders.',
    ],
    [["message User {}", "extend Foo { string a = 1; }"], "user.proto, line 4: there is no type Foo."],
    [
      ["message User {}", "service Users {", "  rpc Get(Nothing) returns (User);", "}"],
      "user.proto, line 5: there is no type Nothing.",
    ],
  ])("%j is told with file, line and reason", async (lines, message) => {
    expect(await faultOf([{ name: "user.proto", text: proto3(...lines) }])).toBe(message);
  });

  test("is told with the other file that defines the same", async () => {
    const other = { name: "other.proto", text: proto3("message Other {}", "message User {}") };
    expect(await faultOf([user, other])).toBe("other.proto, line 4: demo.User is defined by user.proto too.");
  });
});

describe("a message that no file defines", () => {
  test.each([
    ["demo.Usr", "There is no message demo.Usr in the 1 .proto files; did you mean demo.User?"],
    ["User", "There is no message User in the 1 .proto files; did you mean demo.User?"],
    ["demo.Parcel", "There is no message demo.Parcel in the 1 .proto files."],
  ])("%s is told with what it may have meant", async (message, expected) => {
    expect(await faultOf([user], message)).toBe(expected);
  });

  test("is not one that is written with a dot before it", async () => {
    expect(await faultOf([user], ".demo.User")).toBe("accepted");
  });

  test("is told when there are no files", async () => {
    expect(await faultOf([])).toBe("There is no message demo.User: no .proto file was found.");
  });
});

describe("imports", () => {
  const bundled = createRequire(import.meta.url).resolve("protobufjs/google/protobuf/descriptor.proto");
  const descriptor = { name: "google/protobuf/descriptor.proto", text: readFileSync(bundled, "utf8") };
  const options = {
    name: "options.proto",
    text: proto3(
      'import "google/protobuf/descriptor.proto";',
      "extend google.protobuf.FieldOptions { string label = 50000; }",
    ),
  };

  test("may come from the library, which counts only then", async () => {
    const mappings = [{ keys: "/**", message: "google.protobuf.FileDescriptorProto" }];
    const known = await readUserSchema({ files: [options], library: [descriptor], mappings });
    expect(known.messageFor(new TextEncoder().encode("/a"))?.file).toBe(descriptor.name);
    await expect(readUserSchema({ files: [user], library: [descriptor], mappings })).rejects.toThrow(
      "There is no message",
    );
  });

  test("that are missing do no harm where nothing of theirs is used", async () => {
    const file = { name: "user.proto", text: proto3('import "absent.proto";', "message User {}") };
    expect(await faultOf([file])).toBe("accepted");
  });

  test("of the well-known types need no files, and files of theirs are not taken", async () => {
    const any = {
      name: "google/protobuf/any.proto",
      text: "package google.protobuf; message Any { nonsense",
    };
    expect(await faultOf([...readProtoFiles(), any], "shop.Order")).toBe("accepted");
  });
});
