/** Half-open byte range `[start, end)` over the bytes of one layer. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
