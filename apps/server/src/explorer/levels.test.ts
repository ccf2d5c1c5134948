import { memorySource } from "@etcdscope/keyspace";
import { afterEach, describe, expect, it } from "vitest";
import { Explorer } from "./explorer.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const signal = new AbortController().signal;

let explorer: Explorer | undefined;
afterEach(() => explorer?.close());

/** A source whose listing never comes, that finds children and counts how often. */
function neverListed() {
  const memory = memorySource();
  let asked = 0;
  const source: typeof memory = Object.assign(Object.create(memory), {
    async *listKeys({ signal: stop }: { signal?: AbortSignal } = {}) {
      await new Promise((_, reject) => stop?.addEventListener("abort", reject));
    },
    async children(...given: Parameters<typeof memory.children>) {
      asked++;
      await new Promise(setImmediate);
      return memory.children(...given);
    },
  });
  for (const method of ["describe", "read", "follow", "close"] as const)
    Object.assign(source, { [method]: memory[method].bind(memory) });
  return { memory, source, asked: () => asked };
}

describe("levels of a source that is still being indexed", () => {
  it("are found at once, page by page, once for all who ask", async () => {
    const { memory, source, asked } = neverListed();
    for (const key of ["/a/1", "/a/2/x", "/a/3"]) memory.put(bytes(key), bytes(""));
    explorer = await Explorer.open([{ id: "s", source }], { patience: 0 });
    const one = explorer.source("s");
    const request = { prefix: bytes("/a/"), limit: 2, signal };
    const levels = await Promise.all(Array.from({ length: 50 }, () => one.level(request)));
    expect(asked()).toBe(1);
    expect(levels[49]).toMatchObject({
      revision: 4n,
      next: bytes("2"),
      children: [{ isKey: true }, { isPrefix: true }],
    });
    const rest = await one.level({ ...request, cursor: bytes("2") });
    expect(rest.children.map(({ name }) => new TextDecoder().decode(name))).toEqual(["3"]);
    expect(rest.next).toBeUndefined();
    expect(one.status().state).toBe("indexing");
  });

  it("are found at an earlier revision too", async () => {
    const { memory, source } = neverListed();
    const revision = memory.put(bytes("/a/1"), bytes(""));
    memory.delete(bytes("/a/1"));
    explorer = await Explorer.open([{ id: "s", source }], { patience: 0 });
    const level = await explorer.source("s").level({ prefix: bytes("/a/"), limit: 2, revision, signal });
    expect(level).toMatchObject({ revision, total: 1 });
  });
});
