/** The one way bytes come in: a file read by position. */
export interface SnapshotFile {
  /** Bytes in the file. */
  size(): Promise<number>;
  /** The bytes `[offset, offset + length)`; fewer only where the file ends before. */
  read(offset: number, length: number): Promise<Uint8Array>;
}
