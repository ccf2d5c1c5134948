/**
 * What every JavaScript host has beyond ES2023, and nothing else: the pure packages compile against this alone,
 * so that `Buffer`, `fetch`, `process` or `document` in them is a compile error.
 */
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, into: Uint8Array): { read: number; written: number };
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: Uint8Array): string;
}

declare class URLSearchParams {
  constructor(text?: string);
  set(name: string, value: string): void;
  get(name: string): string | null;
  toString(): string;
}

interface String {
  isWellFormed(): boolean;
  toWellFormed(): string;
}

/** Where the host keeps stacks; elsewhere setting it does nothing. */
interface ErrorConstructor {
  stackTraceLimit: number;
}
