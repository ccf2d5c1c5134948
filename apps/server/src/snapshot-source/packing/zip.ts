import { crc32 } from "node:zlib";
import type { PackingDamage } from "@etcdscope/keyspace";
import { type Entry, fromRandomAccessReader, RandomAccessReader, type ZipFile } from "yauzl";
import type { OpenFile } from "../file.ts";
import { inflateAt, type Sink } from "./deflate.ts";
import { sliceOf } from "./slice.ts";

/** A file in a zip archive. */
export interface ZipMember {
  readonly name: string;
  /** Bytes of it as they are in the archive. */
  readonly packedSize: number;
  readonly size: number;
  /** How it is packed; `undefined` where it cannot be unpacked here. */
  readonly packing: "stored" | "deflated" | undefined;
  readonly isEncrypted: boolean;
  readonly sum: number;
  readonly entry: Entry;
}

const methods: ReadonlyMap<number, ZipMember["packing"]> = new Map([
  [0, "stored"],
  [8, "deflated"],
]);

/** A zip archive: its list of members stands at its end. */
export class ZipArchive {
  readonly #file: OpenFile;
  readonly #zip: ZipFile;

  private constructor(file: OpenFile, zip: ZipFile) {
    this.#file = file;
    this.#zip = zip;
  }

  /** @throws an error of the library where the archive has no list of members, as where it was cut off. */
  static async open(file: OpenFile): Promise<ZipArchive> {
    const size = await file.size();
    const zip = await new Promise<ZipFile>((resolve, reject) =>
      fromRandomAccessReader(
        new FileReader(file),
        size,
        { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: false },
        (error, opened) => (error === null ? resolve(opened) : reject(error)),
      ),
    );
    return new ZipArchive(file, zip);
  }

  async *members(): AsyncGenerator<ZipMember> {
    for (let entry = await this.#next(); entry !== undefined; entry = await this.#next()) {
      const name = new TextDecoder().decode(entry.fileNameRaw);
      if (name.endsWith("/")) continue;
      const { compressedSize: packedSize, uncompressedSize: size, crc32: sum } = entry;
      const packing = methods.get(entry.compressionMethod);
      yield { name, packedSize, size, packing, isEncrypted: entry.isEncrypted(), sum, entry };
    }
  }

  #next(): Promise<Entry | undefined> {
    return new Promise((resolve, reject) => {
      const settle = (then: () => void): void => {
        this.#zip.removeAllListeners();
        then();
      };
      this.#zip.once("entry", (entry: Entry) => settle(() => resolve(entry)));
      this.#zip.once("end", () => settle(() => resolve(undefined)));
      this.#zip.once("error", (error: Error) => settle(() => reject(error)));
      this.#zip.readEntry();
    });
  }

  /** A stored member, read in place. */
  async slice({ entry, packedSize }: ZipMember): Promise<OpenFile> {
    return await sliceOf(this.#file, await this.#dataOf(entry), packedSize);
  }

  /** Unpacks a deflated member; the answer is what is wrong with it. */
  async inflate({ entry, packedSize, size, sum }: ZipMember, sink: Sink): Promise<PackingDamage | undefined> {
    const from = await this.#dataOf(entry);
    const end = await this.#file.size();
    let found = 0;
    let length = 0;
    const until = Math.min(end, from + packedSize);
    const inflated = await inflateAt(this.#file, { from, until }, async (bytes) => {
      found = crc32(bytes, found);
      length += bytes.length;
      return await sink(bytes);
    });
    const { outcome } = inflated;
    if (outcome === "stopped") return undefined;
    if (outcome !== "whole") return { fault: outcome, offset: inflated.end };
    return found === sum && length === size ? undefined : { fault: "checksum", offset: from };
  }

  #dataOf(entry: Entry): Promise<number> {
    return new Promise((resolve, reject) =>
      this.#zip.readLocalFileHeader(entry, { minimal: true }, (error, { fileDataStart }) =>
        error === null ? resolve(fileDataStart) : reject(error),
      ),
    );
  }
}

/** The library's way to read a file by position. */
class FileReader extends RandomAccessReader {
  readonly #file: OpenFile;

  constructor(file: OpenFile) {
    super();
    this.#file = file;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#file.read(position, length).then(
      (bytes) => {
        buffer.set(bytes, offset);
        callback(bytes.length === length ? null : new Error("the archive ends too early"));
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  }

  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }
}
