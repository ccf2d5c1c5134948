/** The one way bytes come in: a file read by position. */
export interface SnapshotFile {
  /** Bytes in the file. */
  size(): Promise<number>;
  /**
   * The bytes `[offset, offset + length)`; fewer only where the file ends before. `into` may be used for them: it is
   * at least that long, and nobody looks at what it held before.
   */
  read(offset: number, length: number, into?: Uint8Array): Promise<Uint8Array>;
}
