import { type Assertion, merged, type Pattern, PatternFault } from "./pattern.ts";
import { utf8Sequences } from "./utf8-ranges.ts";

/** One state of a machine over bytes; numbers are places in the program. */
type Step =
  | { readonly op: "byte"; readonly low: number; readonly high: number; readonly next: number }
  | { readonly op: "either"; readonly ways: number[] }
  | { readonly op: "assert"; readonly assertion: Assertion; readonly next: number }
  | { readonly op: "match" };

export interface Program {
  readonly steps: readonly Step[];
  readonly start: number;
}

const mostSteps = 5000;
/** Parts that are built: those of nothing leave no step, however often they are repeated. */
const mostParts = 20_000;

/** A pattern as a machine over UTF-8. Its steps are as many as the pattern is long, repetitions written out. */
export function programOf(pattern: Pattern): Program {
  const builder = new Builder();
  const start = builder.add(pattern, builder.push({ op: "match" }));
  return { steps: builder.steps, start };
}

/** Builds from behind: what follows a part is there before it. */
class Builder {
  readonly steps: Step[] = [];
  #parts = 0;

  push(step: Step): number {
    if (this.steps.length >= mostSteps) throw tooLarge();
    return this.steps.push(step) - 1;
  }

  add(pattern: Pattern, next: number): number {
    if (this.#parts++ >= mostParts) throw tooLarge();
    switch (pattern.kind) {
      case "character":
        return this.#either(
          merged(pattern.ranges)
            .flatMap(utf8Sequences)
            .map((bytes) =>
              bytes.reduceRight(
                (after, [low, high]) => this.push({ op: "byte", low, high, next: after }),
                next,
              ),
            ),
        );
      case "sequence":
        return pattern.parts.reduceRight((after, part) => this.add(part, after), next);
      case "choice":
        return this.#either(pattern.options.map((option) => this.add(option, next)));
      case "assertion":
        return this.push({ op: "assert", assertion: pattern.assertion, next });
      case "repeat":
        return this.#repeat(pattern, next);
    }
  }

  #repeat({ part, least, most }: Pattern & { kind: "repeat" }, next: number): number {
    let entry = next;
    if (most === undefined) entry = this.#loop(part, next);
    else for (let more = most - least; more > 0; more--) entry = this.#either([this.add(part, entry), next]);
    for (let times = 0; times < least; times++) entry = this.add(part, entry);
    return entry;
  }

  #loop(part: Pattern, next: number): number {
    const ways = [next];
    const loop = this.push({ op: "either", ways });
    ways.push(this.add(part, loop));
    return loop;
  }

  #either(ways: number[]): number {
    const [only] = ways;
    return ways.length === 1 && only !== undefined ? only : this.push({ op: "either", ways });
  }
}

const tooLarge = (): PatternFault =>
  new PatternFault("The pattern is too complex: written out, its repetitions and classes are too large", 0);
