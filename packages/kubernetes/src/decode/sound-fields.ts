import { ElementCounts, Field, type FieldNode, type Inside, soundJsonFields } from "@etcdscope/codec";
import { SoundReader } from "../document/sound-reader.ts";
import type { FieldPlan, MessagePlan } from "../plan/plan.ts";

/**
 * The nodes of a message that is known to be sound: the same that codec's reader gives, in half the time. Those of the
 * messages in it are made when they are asked for, from their bounds.
 */
export function soundFields(bytes: Uint8Array, start: number, end: number, plan: MessagePlan): FieldNode[] {
  return new SoundTree(bytes).nodes(start, end, plan);
}

class SoundTree {
  private readonly bytes: Uint8Array;
  private readonly reader: SoundReader;
  /** Of the message that is being read; lists that grow one by one take several times their size. */
  private readonly row: Field[];

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.reader = new SoundReader();
    this.reader.bytes = bytes;
    this.row = [];
  }

  nodes(start: number, end: number, plan: MessagePlan): FieldNode[] {
    const { reader, row } = this;
    let counts: ElementCounts | null = null;
    let count = 0;
    reader.at = start;
    while (reader.at < end) {
      const from = reader.at;
      reader.next();
      const field = new Field(from, reader.tagEnd, reader.start, reader.at, reader.at);
      row[count++] = field;
      const known = plan.fields[reader.number];
      if (known === undefined) continue;
      field.number = known.number;
      field.wireType = known.wireType;
      field.name = known.name;
      field.type = known.type;
      field.place = known.place;
      if (known.repeated) {
        counts ??= new ElementCounts();
        field.index = counts.take(known.number);
      }
      if (known.message !== null || known.expand !== null) field.defer(new Unread(this, known));
    }
    return row.slice(0, count);
  }

  inside({ valueStart, valueEnd }: Field, { message, expand }: FieldPlan): readonly FieldNode[] | null {
    if (message !== null) return this.nodes(valueStart, valueEnd, message);
    if (expand === null) return null;
    // In a sound value, an embedded document is sound JSON or nothing.
    return valueStart === valueEnd ? [] : soundJsonFields(this.bytes, valueStart, valueEnd);
  }
}

/** A message or an embedded document that nobody has looked into yet. */
class Unread implements Inside {
  private readonly tree: SoundTree;
  private readonly plan: FieldPlan;

  constructor(tree: SoundTree, plan: FieldPlan) {
    this.tree = tree;
    this.plan = plan;
  }

  read(node: Field): readonly FieldNode[] | null {
    return this.tree.inside(node, this.plan);
  }
}
