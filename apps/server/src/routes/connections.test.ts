import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { urls } from "@etcdscope/contract";
import { memorySource } from "@etcdscope/keyspace";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ListeningServer, listen } from "./events.testing.ts";

interface Told {
  readonly status: number;
  readonly code: string;
}

/** The answer to what is written as it stands; the server closes the connection. */
async function answerTo(socket: Socket): Promise<Told> {
  const answer = await text(socket);
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  expect(head).toMatch(/content-type: application\/json/i);
  const { error } = JSON.parse(body);
  expect(error.message).toMatch(/\.$/);
  return { status: Number(head.split(" ")[1]), code: error.code };
}

describe("a connection", () => {
  let server: ListeningServer;
  beforeAll(async () => {
    const connectionTimes = { headersTimeout: 300, requestTimeout: 300, connectionsCheckingInterval: 50 };
    server = await listen(memorySource({ name: "test" }), { connectionTimes });
  });
  afterAll(() => server.close());

  const open = async (): Promise<Socket> => {
    const socket = connect(Number(server.address.port), "127.0.0.1");
    await once(socket, "connect");
    return socket;
  };
  const ask = async (request: string): Promise<Told> => {
    const socket = await open();
    socket.write(request);
    return answerTo(socket);
  };
  const closing = "connection: close\r\n\r\n";

  it("with two Host headers, or none, is refused", async () => {
    const host = `host: ${server.address.host}\r\n`;
    const refused = { status: 400, code: "invalid_request" };
    for (const hosts of [host + host, `${host}Host: evil.example\r\n`, ""])
      expect(await ask(`GET /api/v1/sources HTTP/1.1\r\n${hosts}${closing}`)).toEqual(refused);
  });

  it("with a head that is too large is told so as every error is", async () => {
    const head = `host: ${server.address.host}\r\nx-long: ${"x".repeat(70_000)}\r\n`;
    expect(await ask(`GET /healthz HTTP/1.1\r\n${head}${closing}`)).toEqual({
      status: 431,
      code: "head_too_large",
    });
  });

  it("that expects what nobody knows is answered as without it", async () => {
    const head = `host: ${server.address.host}\r\nexpect: 999-unknown\r\n`;
    expect(await ask(`GET /api/v1/none HTTP/1.1\r\n${head}${closing}`)).toEqual({
      status: 404,
      code: "not_found",
    });
    const foreign = "host: evil.example\r\nexpect: 999-unknown\r\n";
    expect(await ask(`GET /healthz HTTP/1.1\r\n${foreign}${closing}`)).toEqual({
      status: 403,
      code: "host_not_allowed",
    });
  });

  it("that brings no HTTP is told so as every error is", async () => {
    expect(await ask("this is not HTTP\r\n\r\n")).toEqual({ status: 400, code: "invalid_request" });
  });

  it("whose head or body does not come to its end is closed", async () => {
    const late = { status: 408, code: "request_timeout" };
    const head = `host: ${server.address.host}\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n`;
    expect(await ask("GET /healthz HTTP/1.1\r\nhost: ")).toEqual(late);
    expect(
      await ask(`POST ${urls.reveal("s")} HTTP/1.1\r\netcdscope-reveal: yes\r\n${head}{"key": `),
    ).toEqual(late);
  });

  it("with a body where none belongs is closed as well, once it was answered", async () => {
    const socket = await open();
    socket.write(`GET /healthz HTTP/1.1\r\nhost: ${server.address.host}\r\ncontent-length: 500\r\n\r\nslow`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
  });
});
