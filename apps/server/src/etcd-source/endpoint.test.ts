import { expect, test } from "vitest";
import { parseEndpoint } from "./endpoint.ts";

test("reads endpoints as etcdctl writes them", () => {
  expect(parseEndpoint("http://127.0.0.1:2379", false)).toEqual({
    url: "http://127.0.0.1:2379",
    isSecure: false,
  });
  expect(parseEndpoint("10.0.0.1:4001", false).url).toBe("http://10.0.0.1:4001");
  expect(parseEndpoint("etcd.example:2379", true)).toEqual({
    url: "https://etcd.example:2379",
    isSecure: true,
  });
  expect(parseEndpoint("https://etcd.example/", false).url).toBe("https://etcd.example:2379");
  expect(parseEndpoint("https://etcd.example:443", false).url).toBe("https://etcd.example:443");
  expect(parseEndpoint("http://[::1]:2379", false).url).toBe("http://[::1]:2379");
});

test.each(["", "http://", "unix:///run/etcd", "http://a b:1", "http://host:99999"])(
  "refuses %j with a sentence",
  (text) => {
    expect(() => parseEndpoint(text, false)).toThrow(/An etcd endpoint is like/);
  },
);
