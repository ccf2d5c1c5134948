import { UsageFault } from "./faults.ts";
import type { SourceValues } from "./options.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

const texts = [
  "endpoints",
  "discovery-srv",
  "discovery-srv-name",
  "cacert",
  "cert",
  "key",
  "key-passphrase-file",
  "server-name",
  "user",
  "password-file",
  "index-rate",
] as const;

/** What etcdctl reads as well. */
const shared: ReadonlySet<string> = new Set([
  "endpoints",
  "discovery-srv",
  "discovery-srv-name",
  "cacert",
  "cert",
  "key",
  "user",
]);

/**
 * The options as typed; those that are missing from `ETCDSCOPE_*`, then from etcdctl's `ETCDCTL_*`. A source that is
 * typed is the one that is meant: the environment adds no second one.
 */
export function withEnvironment(typed: SourceValues, env: Environment): SourceValues {
  if (typed.user?.includes(":"))
    throw new UsageFault(
      "--user takes a name only: everyone on this machine can read a password typed here.",
    );
  const added: { [name in (typeof texts)[number]]?: string } = {};
  for (const name of texts) {
    const value = typed[name] ?? settingIn(env, name);
    if (value !== undefined) added[name] = name === "user" ? nameIn(value) : value;
  }
  for (const name of unmeant(typed)) delete added[name];
  const skips = typed["insecure-skip-tls-verify"] ?? isTrue(env, "INSECURE_SKIP_TLS_VERIFY");
  return { ...typed, ...added, ...(skips ? { "insecure-skip-tls-verify": true } : {}) };
}

/** Places of the environment that what was typed makes meaningless: it names another one. */
function unmeant({
  snapshot,
  endpoints,
  "discovery-srv": domain,
}: SourceValues): readonly (typeof texts)[number][] {
  const isTyped = (snapshot ?? endpoints ?? domain) !== undefined;
  return [
    ...(isTyped && endpoints === undefined ? (["endpoints"] as const) : []),
    ...(isTyped && domain === undefined ? (["discovery-srv"] as const) : []),
  ];
}

/** A password may also stand behind the user's name, as etcdctl writes it: `ETCDCTL_USER=name:password`. */
export function passwordOf(env: Environment): string | undefined {
  return (
    env["ETCDSCOPE_PASSWORD"] ??
    behindName(env["ETCDSCOPE_USER"]) ??
    env["ETCDCTL_PASSWORD"] ??
    behindName(env["ETCDCTL_USER"])
  );
}

/** An empty variable is none. */
function settingIn(env: Environment, option: string): string | undefined {
  const name = option.toUpperCase().replaceAll("-", "_");
  return env[`ETCDSCOPE_${name}`] || (shared.has(option) ? env[`ETCDCTL_${name}`] : "") || undefined;
}

/** Whether a variable says true, under the first of the prefixes where it says anything. */
export function isTrue(env: Environment, name: string, prefixes = ["ETCDSCOPE_", "ETCDCTL_"]): boolean {
  const value = prefixes.map((prefix) => env[prefix + name]).find((text) => text) ?? "false";
  if (!/^(true|false|1|0)$/i.test(value))
    throw new UsageFault(`${name} in the environment is true or false; "${value}" is neither.`);
  return /^(true|1)$/i.test(value);
}

function nameIn(user: string): string {
  return user.split(":", 1)[0] ?? user;
}

function behindName(user: string | undefined): string | undefined {
  const at = user?.indexOf(":") ?? -1;
  return at < 0 ? undefined : user?.slice(at + 1);
}
