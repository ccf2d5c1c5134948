/** Walks the fields of a message that is known to be sound, without any check. */
export class SoundReader {
  bytes: Uint8Array = new Uint8Array();
  /** Where the next field begins; after `next()`, also where the last one's payload ends. */
  at = 0;
  number = 0;
  wireType = 0;
  /** Behind the tag, and where the payload begins. */
  tagEnd = 0;
  start = 0;

  next(): void {
    const tag = this.varint();
    this.number = tag >>> 3;
    this.wireType = tag & 7;
    this.tagEnd = this.at;
    this.start = this.at;
    switch (this.wireType) {
      case 0:
        this.skipVarint();
        break;
      case 1:
        this.at += 8;
        break;
      case 2:
        this.skipPayload();
        break;
      default:
        this.at += 4;
    }
  }

  private skipVarint(): void {
    while ((this.bytes[this.at] ?? 0) >= 0x80) this.at++;
    this.at++;
  }

  private skipPayload(): void {
    const size = this.varint();
    this.start = this.at;
    this.at += size;
  }

  private varint(): number {
    const first = this.bytes[this.at++] ?? 0;
    if (first < 0x80) return first;
    let value = first & 0x7f;
    for (let shift = 7, byte = 0x80; byte >= 0x80; shift += 7) {
      byte = this.bytes[this.at++] ?? 0;
      value |= (byte & 0x7f) << shift;
    }
    return value;
  }
}
