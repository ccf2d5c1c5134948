import type { PrepareSource } from "./script.ts";

/** One thing that every source must do. It needs no test framework: `run` rejects when the source does not. */
export interface ContractCase {
  readonly name: string;
  /** What only some sources can do; a harness leaves the case out where its source cannot. */
  readonly needs?: "follow" | "history" | "change" | "children";
  run(prepare: PrepareSource): Promise<void>;
}
