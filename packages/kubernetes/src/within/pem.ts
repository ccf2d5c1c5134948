import { decodeUtf8 } from "@etcdscope/codec";

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
const begin = /-----BEGIN ([A-Z0-9 ]{3,40})-----/g;

/** The blocks of a text. One without its END is left out, unless the text is the head of a longer one. */
export function pemBlocks(bytes: Uint8Array, isWhole: boolean): PemBlock[] {
  const text = latin1(bytes);
  const blocks: PemBlock[] = [];
  for (const found of text.matchAll(begin)) {
    const [line, label = ""] = found;
    const bodyStart = found.index + line.length;
    const endLine = `-----END ${label}-----`;
    const bodyEnd = text.indexOf(endLine, bodyStart);
    if (bodyEnd < 0 && isWhole) continue;
    const stop = bodyEnd < 0 ? text.length : bodyEnd;
    const from = headEnd(text, bodyStart, stop);
    const end = bodyEnd < 0 ? stop : bodyEnd + endLine.length;
    blocks.push({ label, start: found.index, end, bodyStart: from, bodyEnd: stop });
    if (blocks.length === mostBlocks) break;
  }
  return blocks;
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
  const text = decodeUtf8(bytes);
  return text.length === bytes.length ? text : bytes.reduce((so, byte) => so + String.fromCharCode(byte), "");
}
