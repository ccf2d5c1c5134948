/** Where in the file: a byte offset, and the page it belongs to where there is one. */
export interface DamagePlace {
  readonly offset: number;
  readonly page?: number;
}

/** The file is a snapshot of etcd, but its bytes contradict themselves at `offset`. */
export class SnapshotDamage extends Error {
  /** One sentence without the place. */
  readonly reason: string;
  readonly offset: number;
  readonly page: number | undefined;

  constructor(reason: string, place: DamagePlace) {
    const page = place.page === undefined ? "" : `page ${place.page}, `;
    // A file may have millions of these, and where in this code they were found helps nobody: a stack costs most of them.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(`The snapshot is damaged: ${reason} (${page}byte ${place.offset}).`);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = "SnapshotDamage";
    this.reason = reason;
    this.offset = place.offset;
    this.page = place.page;
  }
}

/** Told of what is damaged; whoever reads goes on without it. */
export type OnDamage = (damage: SnapshotDamage) => void;

/** For a reader who wants all or nothing. */
export function refuse(damage: SnapshotDamage): never {
  throw damage;
}

/** The file was never a snapshot of etcd, as far as can be told; `message` says what speaks against it. */
export class NotASnapshot extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NotASnapshot";
  }
}
