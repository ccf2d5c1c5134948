import { once } from "node:events";
import { createServer as createHttp } from "node:http";
import { createServer as createHttp2 } from "node:http2";
import { type AddressInfo, createServer as createTcp, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { openEtcd } from "./open-etcd.ts";

let server: Server | undefined;
afterEach(() => server?.close());

async function askedAt(asked: Server): Promise<unknown> {
  server = asked;
  asked.listen(0, "127.0.0.1");
  await once(asked, "listening");
  const { port } = asked.address() as AddressInfo;
  const source = await openEtcd({ endpoints: [`http://127.0.0.1:${port}`], callTimeout: 4000 });
  try {
    return await source.describe();
  } catch (error) {
    return error;
  } finally {
    await source.close();
  }
}

const noEtcd = { code: "source_unavailable", message: expect.stringMatching(/is no etcd/) };

test("a web server that speaks HTTP/2 and sends a page is no etcd", async () => {
  const pages = createHttp2((_, response) => response.end("<!DOCTYPE html><title>Welcome</title>"));
  expect(await askedAt(pages)).toMatchObject(noEtcd);
});

test("a web server that refuses is no etcd, and its status is told", async () => {
  const refusing = createHttp2((_, response) => response.writeHead(404).end());
  expect(await askedAt(refusing)).toMatchObject({ ...noEtcd, said: expect.stringMatching(/404/) });
});

test("a proxy that reaches nothing behind it is not called another program", async () => {
  const proxy = createHttp2((_, response) => response.writeHead(503).end());
  expect(await askedAt(proxy)).toMatchObject({
    code: "source_unavailable",
    message: expect.not.stringMatching(/is no etcd/),
  });
});

test("a web server of HTTP/1 is no etcd", async () => {
  const old = createHttp((_, response) => response.end("hello"));
  expect(await askedAt(old)).toMatchObject(noEtcd);
});

test("a server that speaks something else is no etcd", async () => {
  const mail = createTcp((socket) => {
    socket.on("error", () => undefined);
    socket.write("220 mail.example ESMTP ready\r\n");
  });
  expect(await askedAt(mail)).toMatchObject(noEtcd);
});

test("what a gRPC server of another kind says stands behind the fault", async () => {
  const other = createHttp2();
  other.on("stream", (stream) => {
    stream.respond(
      {
        ":status": 200,
        "content-type": "application/grpc",
        "grpc-status": "12",
        "grpc-message": "unknown service KV",
      },
      { endStream: true },
    );
  });
  expect(await askedAt(other)).toMatchObject({
    code: "not_supported",
    message: expect.stringMatching(/\(unknown service KV\)$/),
  });
});
