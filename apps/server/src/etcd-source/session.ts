import type { Client, Metadata } from "@grpc/grpc-js";

/** Told of every call: its method (`KV/Range`), what became of it (`ok`, `aborted` or the fault's code), and its time. */
export type CallObserver = (method: string, outcome: string, seconds: number) => void;

export interface CallBounds {
  /** Milliseconds that a call may take. */
  readonly callTimeout: number;
  /** Milliseconds after which a member that takes no connection counts as gone, where there are others. */
  readonly connectTimeout?: number;
  /** Bytes that an answer may have. */
  readonly largestAnswer: number;
  readonly onCall?: CallObserver | undefined;
}

/** What a call needs: a client of one member, and the metadata that carries a user's token. */
export interface Line {
  readonly client: Client;
  readonly metadata: Metadata;
}

/** A connection to one member and, where there is a user, the one login that all calls share. */
export interface Session {
  readonly hasUser: boolean;
  /** Whether the member has taken the connection; a login under way counts as taken. */
  readonly isConnected: boolean;
  /** Rejects when the login fails; the next call then tries again. */
  line(): Promise<Line>;
  /** The next call logs in anew; unless another one has begun to since `line`. */
  forget(line?: Promise<Line>): void;
  close(): void;
}
