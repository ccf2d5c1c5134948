import { type PackingDamage, SourceFault } from "@etcdscope/keyspace";
import type { OpenFile } from "../file.ts";
import { chooseFromTar, chooseFromZip } from "./archive.ts";
import { type Content, contentOf } from "./content.ts";
import type { Sink } from "./deflate.ts";
import { gunzip } from "./gzip.ts";
import { packingSentence } from "./sentences.ts";
import { headSize, Spool, type SpoolOptions } from "./spool.ts";
import { unzstd } from "./zstd.ts";

export interface UnpackOptions extends Omit<SpoolOptions, "checkHead"> {
  /** The member of an archive that is meant, by its name. */
  readonly member?: string | undefined;
  /** How the file is called in what is said to people. */
  readonly path: string;
}

/** A database as a file, and what is wrong with what it was unpacked from. */
export interface Unpacked {
  readonly file: OpenFile;
  readonly packing: PackingDamage | undefined;
}

/** A database in gzip in tar in gzip: nobody packs deeper. */
const mostLayers = 4;

/**
 * Unpacks a file, whatever it is packed in, until it is a database. The file is closed, or belongs to the answer.
 *
 * @throws SourceFault for what is no database, and for what cannot be unpacked here: it says what it is.
 */
export async function unpack(file: OpenFile, options: UnpackOptions): Promise<Unpacked> {
  const layers = new Layers(file, options);
  try {
    return await layers.unpack();
  } catch (error) {
    await layers.close();
    throw error;
  }
}

class Layers {
  #file: OpenFile;
  readonly #options: UnpackOptions;
  #packing: PackingDamage | undefined;
  #isMemberFound = false;

  constructor(file: OpenFile, options: UnpackOptions) {
    this.#file = file;
    this.#options = options;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async unpack(): Promise<Unpacked> {
    for (let layer = 0; layer <= mostLayers; layer++) {
      const content = await contentIn(this.#file);
      if (content.kind === "database") return this.#database();
      await this.#open(content);
    }
    throw new SourceFault("not_supported", `The file is packed more than ${mostLayers} times over.`);
  }

  #database(): Unpacked {
    const { member } = this.#options;
    if (member !== undefined && !this.#isMemberFound)
      throw new SourceFault("not_supported", `The file is no archive: it has no member "${member}".`);
    return { file: this.#file, packing: this.#packing };
  }

  async #open(content: Content): Promise<void> {
    switch (content.kind) {
      case "gzip":
        return await this.#spool((sink) => gunzip(this.#file, sink));
      case "zstd":
        return await this.#spool((sink) => unzstd(this.#file, sink));
      case "tar":
        return await this.#fromTar();
      case "zip":
        return await this.#fromZip();
      default:
        throw this.#refusal(content);
    }
  }

  /** Unpacks into memory or a temporary file, from where reading goes on. */
  async #spool(run: (sink: Sink) => Promise<PackingDamage | undefined>): Promise<void> {
    const spool = new Spool({ ...this.#options, checkHead: (head) => this.#checkHead(head) });
    try {
      const damage = await run((bytes) => spool.add(bytes));
      this.#packing ??= damage;
      const unpacked = await spool.finish();
      await this.#file.close();
      this.#file = unpacked;
    } catch (error) {
      await spool.discard();
      throw error;
    }
  }

  /** What unpacks to gigabytes of something else is not worth the disk. */
  #checkHead(head: Uint8Array): void {
    const content = contentOf(head, Number.POSITIVE_INFINITY);
    if (content.kind === "foreign" || content.kind === "unknown") throw this.#refusal(content);
  }

  async #fromTar(): Promise<void> {
    const { file, damage } = await chooseFromTar(this.#file, this.#options);
    this.#packing ??= damage;
    this.#isMemberFound = true;
    this.#file = file;
  }

  async #fromZip(): Promise<void> {
    const { slice, inflate } = await chooseFromZip(this.#file, this.#options);
    this.#isMemberFound = true;
    if (slice !== undefined) this.#file = slice;
    else await this.#spool(inflate);
  }

  #refusal(content: Content): SourceFault {
    const message = "message" in content ? content.message : "The file is not a snapshot of etcd.";
    const before = this.#packing === undefined ? "" : `${packingSentence(this.#packing)} `;
    return new SourceFault("snapshot_damaged", `${before}${message}`);
  }
}

/** What a file is by its beginning. */
async function contentIn(file: OpenFile): Promise<Content> {
  return contentOf(await file.read(0, headSize), await file.size());
}
