import { type PackingDamage, SourceFault } from "@etcdscope/keyspace";
import type { OpenFile } from "../file.ts";
import { type Content, contentOf } from "./content.ts";
import type { Sink } from "./deflate.ts";
import { sliceOf } from "./slice.ts";
import { headSize } from "./spool.ts";
import { listTar, type TarMember } from "./tar.ts";
import { ZipArchive, type ZipMember } from "./zip.ts";

export interface ChooseOptions {
  /** The member that is meant; the only database when absent. */
  readonly member?: string | undefined;
  readonly path: string;
  readonly signal?: AbortSignal | undefined;
}

export interface TarChoice {
  readonly file: OpenFile;
  readonly damage: PackingDamage | undefined;
}

/** Either a member that is read in place, or how to unpack it. */
export interface ZipChoice {
  readonly slice: OpenFile | undefined;
  readonly inflate: (sink: Sink) => Promise<PackingDamage | undefined>;
}

/** Members of a zip may share their bytes: of so many is looked at what they are. */
const mostLooks = 1000;
const mostNames = 20;

/** The one database in a tar archive, or the member of that name, read in place. */
export async function chooseFromTar(file: OpenFile, options: ChooseOptions): Promise<TarChoice> {
  const choice = new Choice<TarMember>(options);
  const list = listTar(file);
  for await (const member of list.members)
    await choice.offer(member, async () => contentOf(await headIn(file, member), member.size));
  const chosen = choice.made();
  if (chosen.isSparse)
    throw new SourceFault(
      "not_supported",
      `${named(chosen)} is stored with holes: unpack the archive first.`,
    );
  return { file: await sliceOf(file, chosen.offset, chosen.size), damage: list.damage() };
}

const headIn = (file: OpenFile, { offset, size }: TarMember): Promise<Uint8Array> =>
  file.read(offset, Math.min(size, headSize));

/** The one database in a zip archive, or the member of that name. */
export async function chooseFromZip(file: OpenFile, options: ChooseOptions): Promise<ZipChoice> {
  const choice = new Choice<ZipMember>(options);
  const look = async (member: ZipMember): Promise<Content> => {
    if (member.isEncrypted) choice.areLocked = true;
    return contentOf(await headOfZipped(zip, member), member.size);
  };
  const zip = await readable(() => ZipArchive.open(file));
  await readable(async () => {
    for await (const member of zip.members()) await choice.offer(member, () => look(member));
  });
  const chosen = choice.made();
  if (chosen.isEncrypted)
    throw new SourceFault("not_supported", `${named(chosen)} is encrypted: unpack the archive first.`);
  if (chosen.packing === undefined)
    throw new SourceFault(
      "not_supported",
      `${named(chosen)} is packed in a way that is not supported: unpack the archive first.`,
    );
  const slice = chosen.packing === "stored" ? await zip.slice(chosen) : undefined;
  return { slice, inflate: (sink) => zip.inflate(chosen, sink) };
}

/** What is wrong with the archive becomes a fault; what the system says of a file stays what it is. */
async function readable<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (cause instanceof SourceFault || (cause instanceof Error && "code" in cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The zip archive is damaged, or was cut off: ${printable(reason).replace(/\.+$/, "")}. “zip -FF” may repair it.`;
    throw new SourceFault("snapshot_damaged", message, { cause });
  }
}

async function headOfZipped(zip: ZipArchive, member: ZipMember): Promise<Uint8Array> {
  if (member.isEncrypted || member.packing === undefined) return new Uint8Array(0);
  if (member.packing === "stored") return await (await zip.slice(member)).read(0, headSize);
  const chunks: Uint8Array[] = [];
  let size = 0;
  await zip.inflate(member, async (bytes) => {
    chunks.push(bytes);
    size += bytes.length;
    return size < headSize;
  });
  return Buffer.concat(chunks).subarray(0, headSize);
}

interface Named {
  readonly name: string;
}

/** Finds among the members of an archive the one that is meant. */
class Choice<Member extends Named> {
  readonly #options: ChooseOptions;
  readonly #names: string[] = [];
  /** Members are encrypted: what is in them cannot be seen. */
  areLocked = false;
  readonly #databases: Member[] = [];
  readonly #packed: Member[] = [];
  #asked: Member | undefined;
  #count = 0;

  constructor(options: ChooseOptions) {
    this.#options = options;
  }

  async offer(member: Member, look: () => Promise<Content>): Promise<void> {
    const { member: asked, signal } = this.#options;
    signal?.throwIfAborted();
    if (++this.#count <= mostNames) this.#names.push(member.name);
    if (asked !== undefined) {
      if (plain(member.name) === plain(asked)) this.#asked ??= member;
      return;
    }
    if (this.#count > mostLooks)
      throw new SourceFault(
        "not_supported",
        `The archive has more than ${mostLooks} files: say which one is meant, as in ${this.#example("NAME")}.`,
      );
    const { kind } = await look();
    if (kind === "database") this.#databases.push(member);
    if (kind === "gzip" || kind === "zstd") this.#packed.push(member);
  }

  made(): Member {
    const { member: asked } = this.#options;
    const candidates = this.#databases.length > 0 ? this.#databases : this.#packed;
    const [only] = asked === undefined ? candidates : [this.#asked];
    if (only !== undefined && (asked !== undefined || candidates.length === 1)) return only;
    throw new SourceFault("not_supported", this.#problem(candidates, asked));
  }

  #problem(candidates: readonly Member[], asked: string | undefined): string {
    const names = this.#names.map(printable).join(", ") + (this.#count > mostNames ? ", …" : "");
    if (asked !== undefined) return `The archive has no member "${printable(asked)}"; it has: ${names}.`;
    const [first] = candidates;
    if (first === undefined && this.areLocked)
      return "The archive is encrypted: unpack it first, and give the database.";
    if (first === undefined) return `There is no database of etcd in the archive; it has: ${names}.`;
    const list = candidates
      .slice(0, mostNames)
      .map(({ name }) => printable(name))
      .join(", ");
    return `There are ${candidates.length} databases in the archive: ${list}. Say which one is meant, as in ${this.#example(first.name)}.`;
  }

  #example(name: string): string {
    return `${printable(this.#options.path)}#${printable(name)}`;
  }
}

const plain = (name: string): string => name.replace(/^(\.?\/)+/, "");

const named = ({ name }: Named): string => `The member ${printable(name)} of the archive`;

/** A name that does nothing to a terminal. */
const printable = (name: string): string => name.slice(0, 200).replaceAll(/\p{C}/gu, "\ufffd");
