import { createSocket, type Socket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { discoverEndpoints } from "./discovery.ts";

interface Srv {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
}

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

/** A DNS server on loopback that knows these SRV records, and no other name. */
async function dnsOf(zone: Readonly<Record<string, readonly Srv[]>>): Promise<Resolver> {
  const socket = createSocket("udp4");
  sockets.push(socket);
  socket.on("message", (question, { port, address }) => socket.send(answerTo(question, zone), port, address));
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return resolver;
}

/** RFC 1035: the question again, and its records behind it. */
function answerTo(question: Buffer, zone: Readonly<Record<string, readonly Srv[]>>): Buffer {
  const { name, end } = nameIn(question, 12);
  const records = zone[name];
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(records === undefined ? 0x8183 : 0x8180, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records?.length ?? 0, 6);
  header.writeUInt32BE(0, 8);
  return Buffer.concat([header, question.subarray(12, end + 4), ...(records ?? []).map(recordOf)]);
}

function nameIn(message: Buffer, from: number): { name: string; end: number } {
  const labels: string[] = [];
  let at = from;
  for (let length = message[at++] ?? 0; length > 0; length = message[at++] ?? 0) {
    labels.push(message.toString("latin1", at, at + length));
    at += length;
  }
  return { name: labels.join(".").toLowerCase(), end: at };
}

function recordOf({ priority, weight, port, target }: Srv): Buffer {
  const labels = target
    .split(".")
    .map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label)]));
  const name = Buffer.concat([...labels, Buffer.of(0)]);
  const record = Buffer.alloc(18);
  // The name of the question, SRV, IN, a minute, and the length of what follows.
  record.writeUInt16BE(0xc00c, 0);
  record.writeUInt16BE(33, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt32BE(60, 6);
  record.writeUInt16BE(6 + name.length, 10);
  for (const [at, value] of [priority, weight, port].entries()) record.writeUInt16BE(value, 12 + 2 * at);
  return Buffer.concat([record, name]);
}

const at = (target: string, port: number, priority = 0, weight = 0): Srv => ({
  priority,
  weight,
  port,
  target,
});

test("finds the clients' addresses in a domain, the preferred ones first", async () => {
  const dns = await dnsOf({
    "_etcd-client._tcp.example.com": [
      at("c.example.com", 4001, 1),
      at("a.example.com", 2379, 0, 1),
      at("b.example.com", 2379, 0, 9),
    ],
  });
  expect(await discoverEndpoints({ domain: "example.com" }, dns)).toEqual([
    "http://b.example.com:2379",
    "http://a.example.com:2379",
    "http://c.example.com:4001",
  ]);
});

test("leaves out what is not encrypted where something is", async () => {
  const dns = await dnsOf({
    "_etcd-client-ssl._tcp.example.com": [at("a.example.com", 2379)],
    "_etcd-client._tcp.example.com": [at("a.example.com", 2381)],
  });
  expect(await discoverEndpoints({ domain: "example.com" }, dns)).toEqual(["https://a.example.com:2379"]);
});

test("tells clusters of one domain apart by a name", async () => {
  const dns = await dnsOf({
    "_etcd-client-ssl-blue._tcp.example.com": [at("blue.example.com", 2379)],
    "_etcd-client-ssl._tcp.example.com": [at("other.example.com", 2379)],
  });
  expect(await discoverEndpoints({ domain: "example.com", name: "blue" }, dns)).toEqual([
    "https://blue.example.com:2379",
  ]);
});

test("says which records are missing, and what DNS said", async () => {
  const dns = await dnsOf({});
  await expect(discoverEndpoints({ domain: "example.com" }, dns)).rejects.toThrow(
    /no SRV records _etcd-client-ssl\._tcp\.example\.com or _etcd-client\._tcp\.example\.com.*ENOTFOUND/,
  );
  await expect(discoverEndpoints({ domain: "http://example.com" }, dns)).rejects.toThrow(/takes a domain/);
});
