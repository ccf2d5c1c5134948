import { SourceFault } from "@etcdscope/keyspace";
import {
  ExploredSource,
  type ExploreOptions,
  type FirstAnswer,
  type OpenedSource,
} from "./explored-source.ts";
import { Refusal } from "./refusal.ts";
import type { KeptState } from "./status.ts";

export interface ExplorerOptions extends Omit<ExploreOptions, "onState"> {
  /** Told of every change of state of every source. */
  readonly onState?: (id: string, kept: KeptState) => void;
}

/** The sources that one server shows. */
export class Explorer {
  readonly #sources: ReadonlyMap<string, ExploredSource>;

  private constructor(sources: readonly ExploredSource[]) {
    this.#sources = new Map(sources.map((source) => [source.id, source]));
  }

  /**
   * Starts to index every source, and closes them all when it is closed itself. One that does not answer is away, and
   * tried again; rejects with `SourceFault`, all of them closed, when that is one that must answer.
   */
  static async open(opened: readonly OpenedSource[], options: ExplorerOptions = {}): Promise<Explorer> {
    const { onState, ...rest } = options;
    try {
      const described = await Promise.all(
        opened.map(async (one) => ({ one, answer: await firstAnswer(one) })),
      );
      const explore = ({ one, answer }: (typeof described)[number]): ExploredSource =>
        new ExploredSource(one, answer, { ...rest, onState: (kept) => onState?.(one.id, kept) });
      return new Explorer(described.map(explore));
    } catch (error) {
      await Promise.all(opened.map(({ source }) => source.close()));
      throw error;
    }
  }

  get sources(): readonly ExploredSource[] {
    return [...this.#sources.values()];
  }

  /** The source of that id; refuses when there is none. */
  source(id: string): ExploredSource {
    const source = this.#sources.get(id);
    if (source === undefined) throw new Refusal("source_not_found", "There is no source of that name here.");
    return source;
  }

  async close(): Promise<void> {
    await Promise.all(this.sources.map((source) => source.close()));
  }
}

async function firstAnswer({ source, unseen }: OpenedSource): Promise<FirstAnswer> {
  try {
    return { facts: await source.describe() };
  } catch (error) {
    if (unseen === undefined || !(error instanceof SourceFault)) throw error;
    return { facts: unseen, fault: error };
  }
}
