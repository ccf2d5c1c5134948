import { expect, it } from "vitest";
import { passwordOf, withEnvironment } from "./environment.ts";

const both = {
  ETCDSCOPE_ENDPOINTS: "http://scope:2379",
  ETCDCTL_ENDPOINTS: "http://ctl:2379",
  ETCDCTL_CACERT: "/ctl/ca.crt",
};

it("takes what is typed, then ETCDSCOPE_*, then ETCDCTL_*", () => {
  expect(withEnvironment({ endpoints: "http://typed:2379" }, both)).toEqual({
    endpoints: "http://typed:2379",
    cacert: "/ctl/ca.crt",
  });
  expect(withEnvironment({}, both).endpoints).toBe("http://scope:2379");
  expect(withEnvironment({}, { ...both, ETCDSCOPE_ENDPOINTS: "" }).endpoints).toBe("http://ctl:2379");
});

it("adds no running etcd to a snapshot that is typed", () => {
  expect(withEnvironment({ snapshot: ["a.db"] }, both).endpoints).toBeUndefined();
});

it("reads every setting of TLS and login", () => {
  const env = {
    ETCDCTL_CERT: "c",
    ETCDCTL_KEY: "k",
    ETCDSCOPE_KEY_PASSPHRASE_FILE: "p",
    ETCDSCOPE_SERVER_NAME: "etcd.example",
    ETCDCTL_INSECURE_SKIP_TLS_VERIFY: "true",
    ETCDCTL_USER: "root:a:b",
  };
  expect(withEnvironment({}, env)).toEqual({
    cert: "c",
    key: "k",
    "key-passphrase-file": "p",
    "server-name": "etcd.example",
    "insecure-skip-tls-verify": true,
    user: "root",
  });
  expect(passwordOf(env)).toBe("a:b");
  expect(passwordOf({ ...env, ETCDCTL_PASSWORD: "c" })).toBe("c");
  expect(passwordOf({ ...env, ETCDCTL_PASSWORD: "c", ETCDSCOPE_PASSWORD: "d" })).toBe("d");
});

it("refuses a password among the arguments, and what is neither true nor false", () => {
  expect(() => withEnvironment({ user: "root:secret" }, {})).toThrow(/name only/);
  expect(() => withEnvironment({}, { ETCDSCOPE_INSECURE_SKIP_TLS_VERIFY: "yes" })).toThrow(/true or false/);
});
