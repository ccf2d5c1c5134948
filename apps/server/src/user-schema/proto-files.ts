import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { type ProtoFile, UserSchemaFault } from "@etcdscope/kubernetes";
import { readRegularFile, UnreadableFile } from "../files/read-file.ts";

/** Files that are read at most: a folder with more was hardly meant. */
const mostFiles = 5000;
/** Bytes of one file at most, and of all together. The largest that is known, of Kubernetes' API, has half a MiB. */
const largestFile = 1024 * 1024;
const largestSum = 64 * 1024 * 1024;

/**
 * The .proto files in folders and those below them, by the names under which they import each other; of two with one
 * name that of the earlier folder. Throws {@link UserSchemaFault}.
 */
export async function readProtoFolders(folders: readonly string[]): Promise<ProtoFile[]> {
  const files = new Map<string, ProtoFile>();
  let size = 0;
  for (const folder of folders) {
    for (const path of await protoPathsIn(folder)) {
      const name = relative(folder, path).split(sep).join("/");
      if (files.has(name)) continue;
      const text = await textOf(path);
      size += text.length;
      files.set(name, { name, text });
      if (files.size > mostFiles)
        throw new UserSchemaFault(`${folder}: more than ${mostFiles} .proto files.`);
      if (size > largestSum)
        throw new UserSchemaFault(`${folder}: .proto files of more than ${largestSum} bytes together.`);
    }
  }
  return [...files.values()];
}

/** The files of google/protobuf and google/api that come with the parser, for those who import but do not have them. */
export async function readBundledProtos(): Promise<ProtoFile[]> {
  const beside = createRequire(createRequire(import.meta.url).resolve("@etcdscope/kubernetes/schema.json"));
  const home = dirname(beside.resolve("protobufjs/package.json"));
  const paths = await protoPathsIn(join(home, "google"));
  return await Promise.all(
    paths.map(async (path) => ({
      name: relative(home, path).split(sep).join("/"),
      text: await textOf(path),
    })),
  );
}

async function protoPathsIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && entry.name.endsWith(".proto"))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    throw new UserSchemaFault(`${folder}: ${reasonOf(error)}`);
  }
}

async function textOf(path: string): Promise<string> {
  const bytes = await readRegularFile(path, largestFile).catch((error: unknown) => {
    throw new UserSchemaFault(`${path}: ${reasonOf(error)}`);
  });
  return bytes.toString("utf8").replace(/^\ufeff/, "");
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such folder.",
  ENOTDIR: "it is a file; give the folder that it stands in.",
  EACCES: "it may not be read by this user.",
};

function reasonOf(error: unknown): string {
  if (error instanceof UnreadableFile) return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons[code] ?? `it cannot be read (${code}).`;
}
