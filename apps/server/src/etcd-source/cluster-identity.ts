import { idHex } from "@etcdscope/contract";
import { SourceFault } from "@etcdscope/keyspace";

/** An endpoint that answers for another cluster than the one whose keys are shown. */
export class ForeignCluster extends SourceFault {}

/**
 * Which cluster a source is of: the one that answered first, until the source is closed. What another one answers is
 * refused, so that keys of two clusters are never mixed (ADR 11).
 */
export class ClusterIdentity {
  #known: { readonly id: bigint; readonly url: string } | undefined;

  /** `undefined` until something has answered; 0 for a server that names no cluster, as kine. */
  get id(): bigint | undefined {
    return this.#known?.id;
  }

  /** Takes the first answer's cluster for its own; throws {@link ForeignCluster} for any other. */
  admit(id: bigint, url: string): void {
    this.#known ??= { id, url };
    if (id !== this.#known.id) throw this.foreigner(id, url);
  }

  /** What to say of an endpoint of another cluster. */
  foreigner(id: bigint, url: string): ForeignCluster {
    const { id: ownId = 0n, url: ownUrl = "" } = this.#known ?? {};
    const restart = "its keys are not shown. Restart etcdscope to show them instead";
    const sentence =
      url === ownUrl
        ? `Another cluster than before answers at ${url} (${nameOf(id)}, before: ${nameOf(ownId)}): ${restart}.`
        : `${url} belongs to another cluster (${nameOf(id)}) than ${ownUrl} (${nameOf(ownId)}): its keys are not shown.`;
    return new ForeignCluster("source_unavailable", sentence);
  }
}

const nameOf = (id: bigint): string => (id === 0n ? "no id" : `id ${idHex(String(id))}`);
