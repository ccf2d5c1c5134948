import type { DocumentWriter, FieldNode, Redact } from "@etcdscope/codec";
import type { MessagePlan } from "../plan/plan.ts";
import { FieldTable } from "./field-table.ts";

/** Writes a document; absent where a value has none. */
export type WriteDocument = (writer: DocumentWriter, redact?: Redact) => void;

/** The bytes that a document is written from, and where it goes to. */
export class Output {
  readonly bytes: Uint8Array;
  readonly writer: DocumentWriter;
  readonly redact: Redact | undefined;
  /** Known to be well-formed throughout: see `isSound`. */
  readonly isSound: boolean;
  readonly table: FieldTable;
  /** Messages that the one being written stands in. */
  depth = 0;

  /** `table` may be one that was used before; it is not used by two documents at a time. */
  constructor(
    bytes: Uint8Array,
    writer: DocumentWriter,
    redact: Redact | undefined,
    isSound: boolean,
    table: FieldTable,
  ) {
    this.bytes = bytes;
    this.writer = writer;
    this.redact = redact;
    this.isSound = isSound;
    this.table = table;
    table.open(bytes);
  }

  /** Reads the fields of a message to the top of the table; answers where they begin. */
  scan(start: number, end: number, plan: MessagePlan): number {
    return this.isSound ? this.table.scanSound(start, end, plan) : this.table.scan(start, end, plan);
  }

  /** The same document going on over other bytes, in which no stored value has its place. */
  over(bytes: Uint8Array): Output {
    const output = new Output(bytes, this.writer, undefined, this.isSound, new FieldTable());
    output.depth = this.depth;
    return output;
  }
}

/** The last field of a number: on the wire, a later scalar replaces an earlier one. */
export function lastField(nodes: readonly FieldNode[], number: number): FieldNode | undefined {
  return nodes.findLast((node) => node.number === number && node.place !== "none");
}
