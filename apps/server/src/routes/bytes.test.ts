import { urls } from "@etcdscope/contract";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { bytesOf, sourceOf, type TestApp, testApp } from "./app.testing.ts";
import { byteRangeOf } from "./byte-range.ts";
import { downloadHeader } from "./download-name.ts";

const url = urls.bytes("s", { key: "k" });

let server: TestApp;
afterEach(() => server?.close());

const serve = async (): Promise<void> => {
  server = await testApp(sourceOf({ k: "0123456789" }));
};
const get = (headers: Record<string, string> = {}) => server.get(url, { headers });

describe("the bytes of a key", () => {
  it("come as they are stored, whatever they are", async () => {
    const stored = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    server = await testApp(sourceOf({ k: stored }));
    const response = await get();
    expect(response.statusCode).toBe(200);
    expect(Uint8Array.from(response.rawPayload)).toEqual(stored);
    expect(response.headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-length": "256",
      "accept-ranges": "bytes",
      "etcdscope-revision": "2",
      "etcdscope-mod-revision": "2",
      "cache-control": "no-store",
      "content-disposition": `attachment; filename="k.bin"; filename*=UTF-8''k.bin`,
    });
  });

  it("may be none", async () => {
    server = await testApp(sourceOf({ k: "" }));
    const response = await get();
    expect([response.statusCode, response.rawPayload.length]).toEqual([200, 0]);
    expect((await get({ range: "bytes=0-0" })).statusCode).toBe(416);
  });

  it("come in part when a range asks for it", async () => {
    await serve();
    const response = await get({ range: "bytes=2-4" });
    expect([response.statusCode, response.body]).toEqual([206, "234"]);
    expect(response.headers).toMatchObject({ "content-range": "bytes 2-4/10", "content-length": "3" });
  });

  it("are refused when the range misses them", async () => {
    await serve();
    const response = await get({ range: "bytes=10-" });
    expect(response.statusCode).toBe(416);
    expect(response.headers["content-range"]).toBe("bytes */10");
    expect(response.json().error).toMatchObject({ code: "range_not_satisfiable", detail: { size: 10 } });
  });

  it("are not sent again to one who has them", async () => {
    await serve();
    const etag = String((await get()).headers.etag);
    expect(etag).toMatch(/^"[\w-]{20,}"$/);
    for (const tags of [etag, `"x", ${etag}`, `W/${etag}`, "*"]) {
      const response = await get({ "if-none-match": tags });
      expect([response.statusCode, response.body]).toEqual([304, ""]);
    }
    expect((await get({ "if-none-match": '"x"' })).statusCode).toBe(200);
  });

  it("come whole when the range was meant for other bytes", async () => {
    await serve();
    const etag = String((await get()).headers.etag);
    expect((await get({ range: "bytes=0-1", "if-range": etag })).statusCode).toBe(206);
    expect((await get({ range: "bytes=0-1", "if-range": '"x"' })).statusCode).toBe(200);
  });

  it("tell their size to HEAD", async () => {
    await serve();
    const response = await server.get(url, { method: "HEAD" });
    expect([response.statusCode, response.body, response.headers["content-length"]]).toEqual([200, "", "10"]);
  });

  it("are those of the revision asked for", async () => {
    const source = sourceOf({ k: "old" });
    source.put(bytesOf("k"), bytesOf("new"));
    server = await testApp(source);
    expect((await get()).body).toBe("new");
    expect((await server.get(urls.bytes("s", { key: "k" }, "2"))).body).toBe("old");
  });

  it("are hidden, and say so, where the key is a secret's", async () => {
    server = await testApp(sourceOf({ "/registry/secrets/default/s": "plaintext" }));
    const response = await server.get(urls.bytes("s", { key: "/registry/secrets/default/s" }));
    expect(response.body).toBe("*********");
    expect(response.headers["etcdscope-masked"]).toBe("0-9");
  });

  it("are told as one range around all that is hidden where that are hundreds of thousands of parts", async () => {
    const value = `{"apiVersion":"v1","kind":"Secret","data":[${"1,".repeat(200_000)}1]}`;
    server = await testApp(sourceOf({ k: value }));
    const { statusCode, headers } = await get();
    expect(statusCode).toBe(200);
    expect(headers["etcdscope-masked"]).toBe(`43-${value.length - 2}`);
  });
});

describe("a range", () => {
  it.each([
    ["bytes=0-0", { start: 0, end: 1 }],
    ["bytes=5-", { start: 5, end: 10 }],
    ["bytes=-3", { start: 7, end: 10 }],
    ["bytes=-99", { start: 0, end: 10 }],
    ["bytes=8-99", { start: 8, end: 10 }],
    ["bytes=-0", "unsatisfiable"],
    ["bytes=10-11", "unsatisfiable"],
    ["bytes=4-2", "all"],
    ["bytes=1-2,4-5", "all"],
    ["items=1-2", "all"],
    ["bytes=-", "all"],
    [undefined, "all"],
  ])("%s of ten bytes", (header, range) => {
    expect(byteRangeOf(header, 10)).toEqual(range);
  });

  it("never leaves the value", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(100), (first, last, size) => {
        for (const header of [`bytes=${first}-${last}`, `bytes=${first}-`, `bytes=-${last}`]) {
          const range = byteRangeOf(header, size);
          if (typeof range === "string") continue;
          expect(range.start).toBeGreaterThanOrEqual(0);
          expect(range.start).toBeLessThan(range.end);
          expect(range.end).toBeLessThanOrEqual(size);
        }
      }),
    );
  });
});

describe("a download's name", () => {
  it("is the key's segments", () => {
    expect(downloadHeader(bytesOf("/registry/pods/default/web-1"), "bin")).toBe(
      `attachment; filename="registry_pods_default_web-1.bin"; filename*=UTF-8''registry_pods_default_web-1.bin`,
    );
  });

  it("keeps letters of every script, and leaves no way out of its quotes or its folder", () => {
    const header = downloadHeader(bytesOf('/目录/../"x";\\y'), "bin");
    expect(header).toBe(
      `attachment; filename="___..__x___y.bin"; filename*=UTF-8''%E7%9B%AE%E5%BD%95_..__x_%3B_y.bin`,
    );
  });

  it("is a header that can be sent, for any key", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), (key) => {
        expect(downloadHeader(key, "bin")).toMatch(
          /^attachment; filename="[\w.-]+"; filename\*=UTF-8''[\w.~!%-]+$/,
        );
      }),
    );
  });
});
