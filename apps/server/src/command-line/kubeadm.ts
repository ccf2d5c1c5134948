import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CommandFault } from "./faults.ts";
import type { SourceValues } from "./options.ts";

/** Where kubeadm puts the certificates of the etcd that it runs. */
const kubeadmFolder = "/etc/kubernetes/pki/etcd";

const kubeadmEndpoint = "https://127.0.0.1:2379";

/**
 * The options with kubeadm's files for those that are missing: its authority, and the first client certificate whose
 * key can be read. Throws {@link CommandFault} when there is none.
 */
export async function withKubeadm(values: SourceValues, folder = kubeadmFolder): Promise<SourceValues> {
  const ca = join(folder, "ca.crt");
  const pair = values.cert === undefined ? await firstReadable(pairsIn(folder)) : undefined;
  const found = { endpoints: kubeadmEndpoint, ...pair, cacert: ca };
  if (values.cacert === undefined) await requireReadable(ca);
  return { ...found, ...values };
}

interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** From the one with the fewest rights to the one that every control plane has. */
function pairsIn(folder: string): readonly Pair[] {
  const stems = [
    join(folder, "healthcheck-client"),
    join(folder, "server"),
    join(dirname(folder), "apiserver-etcd-client"),
  ];
  return stems.map((stem) => ({ cert: `${stem}.crt`, key: `${stem}.key` }));
}

async function firstReadable(pairs: readonly Pair[]): Promise<Pair> {
  let problem: unknown;
  for (const pair of pairs)
    try {
      await requireReadable(pair.cert);
      await requireReadable(pair.key);
      return pair;
    } catch (error) {
      problem ??= error;
    }
  throw problem;
}

async function requireReadable(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    const isThere = error instanceof Error && "code" in error && error.code === "EACCES";
    throw new CommandFault(
      isThere
        ? `${path} may not be read by this user: run etcdscope as root.`
        : `There is no ${path}: --kubeadm needs a control plane node that kubeadm has set up.`,
    );
  }
}
