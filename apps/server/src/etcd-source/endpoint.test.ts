import { expect, test } from "vitest";
import { parseEndpoint, splitEndpoints } from "./endpoint.ts";

test("reads endpoints as etcdctl writes them", () => {
  expect(parseEndpoint("http://127.0.0.1:2379", false)).toEqual({
    url: "http://127.0.0.1:2379",
    isSecure: false,
    target: "127.0.0.1:2379",
    place: { host: "127.0.0.1", port: 2379 },
  });
  expect(parseEndpoint("etcd.example:2379", true)).toMatchObject({
    url: "https://etcd.example:2379",
    isSecure: true,
  });
});

test.each([
  ["10.0.0.1:4001", "http://10.0.0.1:4001"],
  ["https://etcd.example/", "https://etcd.example:2379"],
  ["https://etcd.example:443", "https://etcd.example:443"],
  ["HTTP://ETCD.example:1", "http://etcd.example:1"],
  ["HTTPS://etcd.example", "https://etcd.example:2379"],
  [" http://a:1\t", "http://a:1"],
  ["http://[::1]:2379", "http://[::1]:2379"],
  ["[::1]:2379", "http://[::1]:2379"],
  ["::1:2379", "http://[::1]:2379"],
  ["fe80::1:2:4001", "http://[fe80::1:2]:4001"],
  ["[::1]", "http://[::1]:2379"],
])("takes %j for %s", (text, url) => {
  expect(parseEndpoint(text, false).url).toBe(url);
});

test("gives an IPv6 address to the network without its brackets", () => {
  expect(parseEndpoint("::1:2379", false)).toMatchObject({
    target: "[::1]:2379",
    place: { host: "::1", port: 2379 },
  });
});

test.each([
  ["unix:///run/etcd.sock", "/run/etcd.sock", false],
  ["unix:/run/etcd.sock", "/run/etcd.sock", false],
  ["UNIX:///run/Etcd.sock", "/run/Etcd.sock", false],
  ["unixs:///run/etcd.sock", "/run/etcd.sock", true],
  // As etcd names a socket in its own folder.
  ["unix://localhost:2379", "localhost:2379", false],
])("takes %j for the Unix socket %s", (text, path, isSecure) => {
  expect(parseEndpoint(text, !isSecure)).toEqual({
    url: `${isSecure ? "unixs" : "unix"}://${path}`,
    isSecure,
    target: `unix:${path}`,
    place: { path },
  });
});

test.each([
  "",
  "http://",
  "unix:",
  "unix://",
  "/run/etcd.sock",
  "ftp://127.0.0.1",
  "http://a b:1",
  "http://host:99999",
])("refuses %j with a sentence", (text) => {
  expect(() => parseEndpoint(text, false)).toThrow(/An etcd endpoint is like/);
});

test("splits a list at its commas, whatever blanks stand around them", () => {
  expect(splitEndpoints("a:1, b:2 ,\tc:3,")).toEqual(["a:1", "b:2", "c:3"]);
  expect(splitEndpoints("")).toEqual([""]);
  expect(splitEndpoints(" ,,")).toEqual([""]);
});
