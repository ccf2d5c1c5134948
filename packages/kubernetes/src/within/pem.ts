/** One block of a PEM text (RFC 7468), as offsets over the text. */
export interface PemBlock {
  /** What stands behind BEGIN: `CERTIFICATE`. */
  readonly label: string;
  readonly start: number;
  readonly end: number;
  /** The base64 between the lines; a head such as `Proc-Type: …` left out. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

const mostBlocks = 64;
const line = /-----(BEGIN|END) ([A-Z0-9 ]{3,40})-----/g;

/** A line that begins or ends a block. */
interface PemLine {
  readonly isBegin: boolean;
  readonly label: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The blocks of a text: a BEGIN and the next such line, where that is its END. So no block holds another, each byte
 * is in one at most, and all of them are found in one walk. One without its END is left out, unless the text is the
 * head of a longer one.
 */
export function pemBlocks(bytes: Uint8Array, isWhole: boolean): PemBlock[] {
  const text = latin1(bytes);
  const blocks: PemBlock[] = [];
  let open: PemLine | undefined;
  for (const next of pemLines(text)) {
    if (open !== undefined && !next.isBegin && next.label === open.label)
      blocks.push(between(text, open, next));
    if (blocks.length === mostBlocks) return blocks;
    open = next.isBegin ? next : undefined;
  }
  if (open !== undefined && !isWhole)
    blocks.push(between(text, open, { start: text.length, end: text.length }));
  return blocks;
}

function* pemLines(text: string): Generator<PemLine> {
  for (const found of text.matchAll(line)) {
    const [whole, kind, label = ""] = found;
    yield { isBegin: kind === "BEGIN", label, start: found.index, end: found.index + whole.length };
  }
}

function between(text: string, open: PemLine, { start, end }: Pick<PemLine, "start" | "end">): PemBlock {
  const { label } = open;
  return { label, start: open.start, end, bodyStart: headEnd(text, open.end, start), bodyEnd: start };
}

/** Behind the lines `Name: value` and the empty line after them. */
function headEnd(text: string, start: number, end: number): number {
  const head = /^\s*(?:[\w-]+: [^\n]*\n(?:[ \t][^\n]*\n)*)+\s*\n/.exec(
    text.slice(start, Math.min(end, start + 1000)),
  );
  return head === null ? start : start + head[0].length;
}

/** One character a byte, so that offsets stay: a PEM text is ASCII where it matters. */
function latin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
