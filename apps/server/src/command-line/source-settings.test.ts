import { expect, it } from "vitest";
import { readSourceSettings } from "./source-settings.ts";

it("reads several sources, files from where the settings are", () => {
  const text = `
sources:
  - name: Production
    endpoints: [https://10.0.0.1:2379, https://10.0.0.2:2379]
    cacert: pki/ca.crt
    user: viewer
    passwordFile: /run/secrets/viewer
    insecureSkipTlsVerify: false
  - {name: Before the upgrade, snapshot: backup.db.gz, skipHashCheck: true}
  - {name: This node, kubeadm: true, serverName: etcd.example}
`;
  expect(readSourceSettings(text, "/etc/etcdscope")).toEqual([
    {
      name: "Production",
      values: {
        endpoints: "https://10.0.0.1:2379,https://10.0.0.2:2379",
        cacert: "/etc/etcdscope/pki/ca.crt",
        user: "viewer",
        "password-file": "/run/secrets/viewer",
      },
    },
    {
      name: "Before the upgrade",
      values: { snapshot: ["/etc/etcdscope/backup.db.gz"], "skip-hash-check": true },
    },
    { name: "This node", values: { kubeadm: true, "server-name": "etcd.example" } },
  ]);
  expect(readSourceSettings("proto: [x]", "/")).toEqual([]);
});

it.each([
  ["sources: x", /takes a list/],
  ["sources: [x]", /sources\[0\].*name/],
  ["sources: [{name: a}]", /sources\[0\] needs a name, and one of snapshot/],
  ["sources: [{name: a, snapshot: b, endpoints: c}]", /one of snapshot/],
  ["sources: [{name: a, snapshot: 1}]", /snapshot takes a text/],
  ["sources: [{name: a, endpoints: []}]", /endpoints takes a list of texts/],
  ["sources: [{name: a, kubeadm: 1}]", /kubeadm is true or false/],
  ["sources: [{name: a, password: secret, endpoints: c}]", /"password" is no setting/],
  ["sources: [{name: a, snapshot: b}, {name: a, snapshot: c}]", /Two sources are called "a"/],
])("refuses %j with a sentence", (text, message) => {
  expect(() => readSourceSettings(text, "/")).toThrow(message);
});
