import { closeSync, existsSync, openSync } from "node:fs";
import { urls } from "@etcdscope/contract";
import { beforeAll, describe, expect, it } from "vitest";
import { buildProgram, serveProgram } from "./program.testing.ts";

const chatty = ["--log-level", "trace"];

/** Asks a few questions, each of which is logged. */
async function questions(address: string): Promise<number[]> {
  const statuses: number[] = [];
  for (const url of [
    urls.sources(),
    urls.value("sample", { key: "compact_rev_key" }),
    "/api/v1/nowhere",
    "/healthz",
  ])
    statuses.push((await fetch(new URL(url, address))).status);
  return statuses;
}

describe("a server whose log cannot be written", () => {
  beforeAll(buildProgram, 300_000);

  it("goes on when the pipes that it writes to are closed", async () => {
    const server = await serveProgram(chatty);
    server.closePipes();
    for (const _ of [1, 2, 3]) expect(await questions(server.address)).toEqual([200, 200, 404, 200]);
    expect((await server.stop()).code).toBe(0);
  });

  it.runIf(existsSync("/dev/full"))("goes on when the disk is full", async () => {
    const full = openSync("/dev/full", "w");
    const server = await serveProgram(chatty, { stderr: full });
    closeSync(full);
    for (const _ of [1, 2, 3]) expect(await questions(server.address)).toEqual([200, 200, 404, 200]);
    expect((await server.stop()).code).toBe(0);
  });
});
