import type { SourceAnswer, SourceState } from "@etcdscope/contract";
import type { FaultCode, SourceDamage, SourceFacts, SourceFault } from "@etcdscope/keyspace";
import type { BuildProgress } from "./building.ts";
import type { IndexCost } from "./weighing.ts";

/** Why a source does not answer, and since when. `cause` is for the log. */
export interface Problem {
  readonly code: FaultCode;
  readonly message: string;
  readonly since: Date;
  readonly cause: SourceFault;
}

/** What the keeper of an index knows of it. */
export interface KeptState {
  readonly state: SourceState;
  readonly problem?: Problem;
  /** Present while indexing. */
  readonly progress?: BuildProgress;
  /** Present while there is no index, as far as it is known. */
  readonly cost?: IndexCost;
}

/** What is known of a source right now. */
export interface SourceStatus extends KeptState {
  readonly id: string;
  readonly name: string;
  readonly kind: SourceFacts["kind"];
  readonly revision: bigint;
  readonly oldestRevision: bigint | undefined;
  /** When the source was last found alive: what is known of it is of then. Absent where it cannot change. */
  readonly heardAt: Date | undefined;
  readonly keyCount: number | undefined;
  /** Present where a part of the source is lost. */
  readonly damage: SourceDamage | undefined;
  readonly can: SourceAnswer["can"];
}
