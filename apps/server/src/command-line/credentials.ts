import { readFile } from "node:fs/promises";
import type { EtcdOptions } from "../etcd-source/open-etcd.ts";
import { CommandFault, UsageFault } from "./faults.ts";
import type { SourceValues } from "./options.ts";
import type { Terminal } from "./terminal.ts";

/** What etcd is to be shown: certificates from files, a password from a file or the environment, never from the arguments. */
export async function credentialsOf(values: SourceValues, terminal: Terminal): Promise<Partial<EtcdOptions>> {
  return { ...(await certificatesOf(values)), ...(await loginOf(values, terminal)) };
}

async function certificatesOf({ cacert, cert, key }: SourceValues): Promise<Partial<EtcdOptions>> {
  if ((cert === undefined) !== (key === undefined))
    throw new UsageFault("--cert and --key belong together: a certificate and its key.");
  if (cacert === undefined && cert === undefined) return {};
  const tls = {
    ...(cacert === undefined ? {} : { ca: await fileOf("--cacert", cacert) }),
    ...(cert === undefined || key === undefined
      ? {}
      : { cert: await fileOf("--cert", cert), key: await fileOf("--key", key) }),
  };
  return { tls };
}

async function loginOf(values: SourceValues, { env }: Terminal): Promise<Partial<EtcdOptions>> {
  const { user } = values;
  const file = values["password-file"];
  if (user === undefined) {
    if (file !== undefined) throw new UsageFault("--password-file needs --user.");
    return {};
  }
  const password = file === undefined ? env["ETCDSCOPE_PASSWORD"] : await passwordIn(file);
  if (password === undefined)
    throw new UsageFault("--user needs a password: give --password-file, or set ETCDSCOPE_PASSWORD.");
  return { user, password };
}

/** Editors end a file with a line break; no password does. */
async function passwordIn(path: string): Promise<string> {
  return (await fileOf("--password-file", path)).toString("utf8").replace(/\r?\n$/, "");
}

async function fileOf(option: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new CommandFault(`The file ${path} of ${option} cannot be read (${code}).`);
  }
}
