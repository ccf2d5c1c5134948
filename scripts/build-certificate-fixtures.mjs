/**
 * Makes fixtures/certificates anew with openssl: `node scripts/build-certificate-fixtures.mjs`. They are good for a
 * hundred years; the private keys are thrown away.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../fixtures/certificates/", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "certificates-"));
const openssl = (...args) => execFileSync("openssl", args, { stdio: ["ignore", "pipe", "pipe"] });
const days = ["-days", "36500"];
const at = (name) => join(folder, name);
const key = (name) => join(scratch, name);

mkdirSync(folder, { recursive: true });
try {
  openssl(
    ...[
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      ...days,
      "-keyout",
      key("ca.key"),
      "-out",
      at("ca.pem"),
    ],
    ...[
      "-subj",
      "/O=Example, Inc./OU=Platform/CN=example root",
      "-addext",
      "keyUsage=critical,keyCertSign,cRLSign",
    ],
  );
  openssl(
    ...[
      "req",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-keyout",
      key("leaf.key"),
    ],
    ...["-subj", "/CN=etcd-0", "-addext", "subjectAltName=DNS:etcd-0.example", "-out", at("request.pem")],
  );
  const names =
    "DNS:etcd-0.example,DNS:*.etcd.example,IP:10.0.0.1,IP:fd00::1:0:5,email:ops@example.com,URI:spiffe://x/y";
  writeFileSync(
    key("extensions"),
    `subjectAltName=${names}\nextendedKeyUsage=serverAuth,clientAuth\nkeyUsage=critical,digitalSignature\n`,
  );
  openssl(
    ...["x509", "-req", "-in", at("request.pem"), ...days, "-CA", at("ca.pem"), "-CAkey", key("ca.key")],
    ...["-set_serial", "0x0badc0ffee0badc0ffee", "-extfile", key("extensions"), "-out", at("leaf.pem")],
  );
  openssl(
    ...[
      "req",
      "-x509",
      "-newkey",
      "ed25519",
      "-utf8",
      "-nodes",
      ...days,
      "-keyout",
      key("ed.key"),
      "-out",
      at("ed25519.pem"),
    ],
    ...["-subj", '/CN=Ünïcode "quoted"'],
  );
} finally {
  rmSync(scratch, { recursive: true });
}
