import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { type ErrorCode, errorTable } from "@etcdscope/contract";
import type { FastifyInstance } from "fastify";
import { securityHeaders } from "../security/headers.ts";

/** Bytes of a request's head: a key may be thousands of bytes long, and is escaped. */
export const headBytes = 64 * 1024;

/**
 * How long a connection may take for a head and for a whole request, how long it may be silent before the next one,
 * and how often that is looked at, in milliseconds.
 */
export interface ConnectionTimes {
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly keepAliveTimeout: number;
  readonly connectionsCheckingInterval: number;
}

export const connectionTimes: ConnectionTimes = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 30_000,
  connectionsCheckingInterval: 1000,
};

/** Connections at a time: more are closed at once, so that those that are open keep their share. */
const mostConnections = 1000;

export function limitConnections({ server }: FastifyInstance): void {
  server.maxConnections = mostConnections;
  // Node would answer an unknown Expect by itself, past every rule and in no form of ours.
  server.on("checkExpectation", (request, response) => server.emit("request", request, response));
}

/** What is no request, or not in time: told as every other error is, then the connection is closed. */
export function refuseConnection(error: Error, socket: Socket): void {
  const code = "code" in error ? error.code : undefined;
  if (socket.writable && code !== "ECONNRESET") socket.end(refusalText(...refusalOf(code)));
  else socket.destroy();
}

function refusalOf(code: unknown): [ErrorCode, string] {
  if (code === "HPE_HEADER_OVERFLOW")
    return ["head_too_large", `The request's head is larger than ${headBytes} bytes.`];
  if (code === "ERR_HTTP_REQUEST_TIMEOUT")
    return ["request_timeout", "The request did not come in whole within the time allowed for it."];
  return ["invalid_request", "The request is not HTTP."];
}

function refusalText(code: ErrorCode, message: string): string {
  const { status } = errorTable[code];
  const body = JSON.stringify({ error: { code, message } });
  const headers = {
    ...securityHeaders,
    "cache-control": "no-store",
    "content-type": "application/json; charset=utf-8",
    "content-length": String(Buffer.byteLength(body)),
    connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`;
}
