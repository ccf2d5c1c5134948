import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import protobuf from "protobufjs";
import type { ProtoFile } from "./parse.ts";

const folder = fileURLToPath(new URL("../../../../fixtures/user-schema/", import.meta.url));

/** The .proto files of the fixtures, by the names under which they import each other. */
export function readProtoFiles(): ProtoFile[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".proto"))
    .map((name) => ({ name, text: readFileSync(`${folder}${name}`, "utf8") }));
}

/** The same files in protobufjs, which encodes, and decodes to compare with. */
export function protobufRoot(): protobuf.Root {
  const root = new protobuf.Root();
  for (const name of Object.keys(protobuf.common).filter((one) => one.startsWith("google/")))
    root.addJSON(protobuf.common.get(name)?.nested ?? {});
  for (const { text } of readProtoFiles()) protobuf.parse(text, root);
  root.resolveAll();
  return root;
}
