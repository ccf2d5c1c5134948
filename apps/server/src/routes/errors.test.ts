import { get } from "node:http";
import { type ErrorCode, errorTable, urls } from "@etcdscope/contract";
import { type FaultCode, type KeySource, memorySource, SourceFault } from "@etcdscope/keyspace";
import { afterEach, describe, expect, it } from "vitest";
import { AskerGone } from "./aborted.ts";
import { sourceOf, type TestApp, testApp } from "./app.testing.ts";

let server: TestApp;
afterEach(() => server.close());

/** A source whose reads fail with `error`. */
function failing(error: unknown): KeySource {
  const source = sourceOf({ k: "v" });
  source.read = () => Promise.reject(error);
  return source;
}

const faults: FaultCode[] = [
  "revision_compacted",
  "revision_in_future",
  "unauthenticated",
  "permission_denied",
  "source_unavailable",
  "source_timeout",
  "snapshot_damaged",
  "too_large",
  "internal",
];

describe("a fault of the source", () => {
  it.each(faults)("%s has the status of the table and its own code", async (code) => {
    server = await testApp(failing(new SourceFault(code, "A sentence.", { cause: new Error("the cause") })));
    const response = await server.get(urls.value("s", { key: "k" }));
    const { status } = errorTable[code];
    expect(response.statusCode).toBe(status);
    expect(response.json().error.code).toBe(code);
    expect(response.json().error.message === "A sentence.").toBe(status < 500);
    expect(response.headers["cache-control"]).toBe("no-store");
    expect(response.headers["x-content-type-options"]).toBe("nosniff");
  });

  it("keeps the cause of a 5xx for the log, and logs it once", async () => {
    server = await testApp(
      failing(new SourceFault("internal", "secret detail", { cause: new Error("the cause") })),
    );
    const response = await server.get(urls.value("s", { key: "k" }));
    expect(response.body).not.toContain("secret detail");
    expect(server.log.filter((line) => line.includes("secret detail"))).toHaveLength(1);
    expect(server.log.filter((line) => line.includes("the cause"))).toHaveLength(1);
  });

  it("says nothing of an error that nobody foresaw", async () => {
    server = await testApp(failing(new TypeError("undefined is not a function at /home/me/x.js")));
    const response = await server.get(urls.value("s", { key: "k" }));
    expect(response.statusCode).toBe(500);
    expect(response.json()).toEqual({
      error: { code: "internal", message: "Something failed inside etcdscope; its log says what." },
    });
    expect(server.log.filter((line) => line.includes("undefined is not a function"))).toHaveLength(1);
  });

  it("tells its facts, revisions as text", async () => {
    const detail = { oldestRevision: 2n ** 60n, newestRevision: 5n };
    server = await testApp(failing(new SourceFault("revision_compacted", "Gone.", { detail })));
    expect((await server.get(urls.value("s", { key: "k" }))).json()).toEqual({
      error: {
        code: "revision_compacted",
        message: "Gone.",
        detail: { oldestRevision: "1152921504606846976", newestRevision: "5" },
      },
    });
  });

  it("becomes a timeout when the source does not keep the deadline", async () => {
    server = await testApp(failing(AbortSignal.abort(new DOMException("late", "TimeoutError")).reason));
    const response = await server.get(urls.value("s", { key: "k" }));
    expect([response.statusCode, response.json().error.code]).toEqual([504, "source_timeout"]);
  });
});

describe("a request that nobody waits for any more", () => {
  it("is no error, and stops what was done for it", async () => {
    const source = sourceOf({ k: "v" });
    let stopped: unknown;
    const asked = new Promise<void>((begin) => {
      source.read = (_key, { signal } = {}) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener("abort", () => {
            stopped = signal.reason;
            reject(signal.reason);
          });
          begin();
        });
    });
    server = await testApp(source);
    const address = new URL(await server.app.listen({ host: "127.0.0.1", port: 0 }));
    const asker = get({
      port: address.port,
      path: urls.value("s", { key: "k" }),
      headers: { host: "127.0.0.1:8379" },
    }).on("error", () => undefined);
    await asked;
    asker.destroy();
    await expect.poll(() => server.log.some((line) => line.includes("the asker has gone"))).toBe(true);
    expect(stopped).toBeInstanceOf(AskerGone);
    const levels = server.log.map((line): number => JSON.parse(line).level);
    expect(Math.max(...levels)).toBeLessThanOrEqual(30);
  });
});

describe("what is asked for wrongly", () => {
  const rows: [string, string, ErrorCode, RegExp][] = [
    ["an unknown source", urls.source("nope"), "source_not_found", /no source/],
    ["children of an unknown source", urls.children("nope", { key: "" }), "source_not_found", /no source/],
    ["an unknown key", urls.value("s", { key: "nope" }), "key_not_found", /revision 2/],
    ["bytes of an unknown key", urls.bytes("s", { key: "nope" }), "key_not_found", /revision 2/],
    ["no key", "/api/v1/sources/s/value", "invalid_request", /Give key/],
    ["an empty key", "/api/v1/sources/s/value?key=", "invalid_request", /at least one byte/],
    ["a key given twice", "/api/v1/sources/s/value?key=k&key=k", "invalid_request", /given twice/],
    ["a key given in both ways", "/api/v1/sources/s/value?key=k&keyb=aw", "invalid_request", /not both/],
    ["padding", "/api/v1/sources/s/value?keyb=aw==", "invalid_request", /base64url/],
    ["leftover bits", "/api/v1/sources/s/value?keyb=ax", "invalid_request", /base64url/],
    ["a control character", "/api/v1/sources/s/bytes?key=%00", "invalid_request", /keyb/],
    ["a revision to come", urls.value("s", { key: "k" }, "9"), "revision_in_future", /9/],
    ["a revision that is none", urls.value("s", { key: "k" }, "1.5"), "invalid_request", /decimal/],
    ["fields in part", "/api/v1/sources/s/value?key=k&fields=some", "invalid_request", /always/],
    ["an unknown parameter", "/api/v1/sources?x=1", "invalid_request", /"x"/],
    ["an unknown address of the API", "/api/v1/nope", "not_found", /nothing/],
    ["a source with an endless name", urls.source("x".repeat(5000)), "source_not_found", /no source/],
    ["a malformed address", "/api/v1/sources/%zz", "invalid_request", /^The request is malformed.$/],
    ["an asset that is not there", "/assets/app-123.js", "not_found", /nothing/],
  ];

  it.each(rows)("%s is refused in the words of the contract", async (_what, url, code, message) => {
    server = await testApp(sourceOf({ k: "v" }));
    const response = await server.get(url);
    expect(response.json()).toMatchObject({ error: { code, message: expect.stringMatching(message) } });
    expect(response.statusCode).toBe(errorTable[code].status);
    expect(response.headers["content-security-policy"]).toContain("default-src 'none'");
  });

  it("is never logged with its query", async () => {
    server = await testApp(sourceOf({ "/registry/secret-name": "secret-value" }));
    await server.get(urls.value("s", { key: "/registry/secret-name" }));
    await server.get(urls.value("s", { key: "/registry/secret-name" }, "99"));
    await server.get("/api/v1/sources/s/value?key=/registry/secret-name&key=x");
    const log = server.log.join("");
    expect(log).toContain("/api/v1/sources/:id/value");
    expect(log).not.toContain("secret-name");
    expect(log).not.toContain("secret-value");
  });
});

describe("a source that is away", () => {
  it("answers 503 for values and keeps its levels", async () => {
    const source = sourceOf({ "/a/1": "v" });
    server = await testApp(source);
    await server.get(urls.children("s", { key: "/a/" }));
    source.describe = () => Promise.reject(new SourceFault("source_unavailable", "The etcd is gone."));
    source.interrupt(new SourceFault("source_unavailable", "The etcd is gone."));
    await expect.poll(async () => (await server.get(urls.source("s"))).json().state).toBe("away");
    expect((await server.get(urls.source("s"))).json().problem).toEqual({
      code: "source_unavailable",
      message: "The etcd is gone.",
      since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    expect((await server.get(urls.children("s", { key: "/a/" }))).json().children).toHaveLength(1);
    const value = await server.get(urls.value("s", { key: "/a/1" }));
    expect([value.statusCode, value.json().error.code]).toEqual([503, "source_unavailable"]);
    expect((await server.get("/readyz")).statusCode).toBe(200);
  });
});

describe("health", () => {
  it("is told without the API's version", async () => {
    server = await testApp(memorySource());
    expect((await server.get("/healthz")).json()).toEqual({ status: "ok" });
    await expect
      .poll(async () => (await server.get("/readyz")).json())
      .toEqual({
        status: "ok",
        sources: [{ id: "s", state: "ready" }],
      });
  });
});

describe("the list of sources", () => {
  it("tells what each can do and where it stands", async () => {
    server = await testApp(sourceOf({ a: "1", b: "2" }));
    await server.get(urls.children("s", { key: "" }));
    expect((await server.get(urls.sources())).json()).toEqual({
      version: "1.2.3",
      masksSecrets: true,
      sources: [
        {
          id: "s",
          kind: "memory",
          name: "test",
          state: "ready",
          revision: "3",
          oldestRevision: "1",
          heardAt: expect.stringMatching(/^\d{4}-.*Z$/),
          keyCount: 2,
          can: { follow: true, history: true, cluster: false, index: false },
        },
      ],
    });
  });
});
