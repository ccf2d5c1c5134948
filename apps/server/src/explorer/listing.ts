import type { KeyPage } from "@etcdscope/keyspace";

/** A listing cut short, and whether it was. */
export interface CutListing {
  readonly pages: AsyncIterable<KeyPage>;
  readonly isCut: () => boolean;
}

/** The pages of a listing until they hold `most` keys. */
export function cutAfter(pages: AsyncIterable<KeyPage>, most: number): CutListing {
  let isCut = false;
  async function* firstPages(): AsyncGenerator<KeyPage> {
    let keys = 0;
    for await (const page of pages) {
      if (keys >= most) {
        isCut = page.keys.length > 0;
        return;
      }
      keys += page.keys.length;
      yield page;
    }
  }
  return { pages: firstPages(), isCut: () => isCut };
}
