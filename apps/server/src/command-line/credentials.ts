import type { Credentials, TlsOptions } from "../etcd-source/credentials.ts";
import { readFileOrPipe, UnreadableFile } from "../files/read-file.ts";
import { passwordOf } from "./environment.ts";
import { CommandFault, UsageFault } from "./faults.ts";
import type { SourceValues } from "./options.ts";
import type { Terminal } from "./terminal.ts";

/** What etcd is to be shown: certificates from files, secrets from files or the environment, never from the arguments. */
export async function credentialsOf(values: SourceValues, terminal: Terminal): Promise<Credentials> {
  const tls = await tlsOf(values, terminal);
  const login = await loginOf(values, terminal);
  return { ...(Object.keys(tls).length === 0 ? {} : { tls }), ...login };
}

async function tlsOf(values: SourceValues, terminal: Terminal): Promise<TlsOptions> {
  const { cacert } = values;
  const serverName = values["server-name"];
  return {
    ...(cacert === undefined ? {} : { ca: await fileOf("--cacert", cacert) }),
    ...(await clientCertificateOf(values, terminal)),
    ...(serverName === undefined ? {} : { serverName }),
    ...(values["insecure-skip-tls-verify"] === true ? { skipVerify: true } : {}),
  };
}

async function clientCertificateOf(values: SourceValues, { env }: Terminal): Promise<TlsOptions> {
  const { cert, key } = values;
  if ((cert === undefined) !== (key === undefined))
    throw new UsageFault("--cert and --key belong together: a certificate and its key.");
  if (cert === undefined || key === undefined) return {};
  const file = values["key-passphrase-file"];
  const passphrase =
    file === undefined ? env["ETCDSCOPE_KEY_PASSPHRASE"] : await secretIn("--key-passphrase-file", file);
  return {
    cert: await fileOf("--cert", cert),
    key: await fileOf("--key", key),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

async function loginOf(values: SourceValues, { env }: Terminal): Promise<Credentials> {
  const { user } = values;
  const file = values["password-file"];
  if (user === undefined) {
    if (file !== undefined) throw new UsageFault("--password-file needs --user.");
    return {};
  }
  const password = file === undefined ? passwordOf(env) : await secretIn("--password-file", file);
  if (password === undefined)
    throw new UsageFault("--user needs a password: give --password-file, or set ETCDSCOPE_PASSWORD.");
  return { user, password };
}

/** Editors end a file with a line break; no secret does. */
async function secretIn(option: string, path: string): Promise<string> {
  return (await fileOf(option, path)).toString("utf8").replace(/\r?\n$/, "");
}

async function fileOf(option: string, path: string): Promise<Buffer> {
  try {
    return await readFileOrPipe(path);
  } catch (error) {
    if (error instanceof UnreadableFile)
      throw new CommandFault(`The file ${path} of ${option} cannot be read. ${error.message}`);
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new CommandFault(`The file ${path} of ${option} cannot be read (${code}).`);
  }
}
