import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openSnapshot } from "./open-snapshot.ts";

const sample = fileURLToPath(new URL("../../../../fixtures/sample-cluster.db.gz", import.meta.url));

describe("the sample cluster's snapshot", () => {
  it("has 490 keys at revision 1215 and can be read back to 902", async () => {
    const source = await openSnapshot(sample);
    expect(await source.describe()).toEqual({
      kind: "snapshot",
      name: "sample-cluster.db.gz",
      revision: 1215n,
      oldestRevision: 902n,
      keyCount: 490,
    });
    let listed = 0;
    for await (const { keys } of source.listKeys()) listed += keys.length;
    expect(listed).toBe(490);
    await source.close();
  });
});
