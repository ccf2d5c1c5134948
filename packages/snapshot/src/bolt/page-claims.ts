const pagesInChunk = 1024;

/** A number for each page of a file, 0 at first. What it takes grows with the pages that were set. */
class PageNumbers {
  readonly #chunks = new Map<number, Uint32Array>();

  get(page: number): number {
    return this.#chunks.get(Math.floor(page / pagesInChunk))?.[page % pagesInChunk] ?? 0;
  }

  set(page: number, value: number): void {
    const at = Math.floor(page / pagesInChunk);
    const chunk = this.#chunks.get(at) ?? new Uint32Array(pagesInChunk);
    this.#chunks.set(at, chunk);
    chunk[page % pagesInChunk] = value;
  }
}

/** Which tree each page of a file belongs to. A page has one owner: two of them would be read for each of them. */
export class PageOwners {
  readonly #owners = new PageNumbers();
  /** The walk that took the page last. */
  readonly #walks = new PageNumbers();
  #lastWalk = 0;
  readonly #numbers = new Map<string, number>();

  /** Whether a tree holds the page, as far as trees were walked. */
  isTaken(page: number): boolean {
    return this.#owners.get(page) !== 0;
  }

  /** The claims of one walk over the tree of this name. The same tree may be walked again. */
  walk(tree: string): PageClaims {
    const owner = this.#numbers.get(tree) ?? this.#numbers.size + 1;
    this.#numbers.set(tree, owner);
    return new PageClaims(this.#owners, this.#walks, { owner, walk: ++this.#lastWalk });
  }
}

/** How a page was taken before: by the same walk, or by the tree of another bucket. */
export type Taken = "twice" | "elsewhere";

/** What one walk takes of a file's pages, each of them once. */
export class PageClaims {
  readonly #owners: PageNumbers;
  readonly #walks: PageNumbers;
  readonly #as: { readonly owner: number; readonly walk: number };

  constructor(
    owners: PageNumbers,
    walks: PageNumbers,
    as: { readonly owner: number; readonly walk: number },
  ) {
    this.#owners = owners;
    this.#walks = walks;
    this.#as = as;
  }

  /** How the page is taken already; `undefined` where this walk may take it. */
  taken(page: number): Taken | undefined {
    const owner = this.#owners.get(page);
    if (owner !== 0 && owner !== this.#as.owner) return "elsewhere";
    return this.#walks.get(page) === this.#as.walk ? "twice" : undefined;
  }

  /**
   * Takes the pages from `first` to before `end`, up to the first one that is taken already, which is the answer.
   * So all claims of a walk together cost no more than the pages of the file and one step for each claim.
   */
  take(first: number, end: number): number | undefined {
    for (let page = first; page < end; page++) {
      if (this.taken(page) !== undefined) return page;
      this.#owners.set(page, this.#as.owner);
      this.#walks.set(page, this.#as.walk);
    }
    return undefined;
  }
}
