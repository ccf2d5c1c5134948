import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const program = process.env["OPENSSL"] ?? "openssl";

/** Whether certificates can be made; says why tests are skipped when not. */
export function hasOpenssl(): boolean {
  try {
    execFileSync(program, ["version"], { stdio: "ignore" });
    return true;
  } catch {
    console.warn("No openssl on the PATH: tests of TLS are skipped.");
    return false;
  }
}

/** Authorities and certificates in a folder, good for a day. */
export class Certificates {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Where `ca.pem`, `server.key` and so on lie. */
  path(name: string): string {
    return join(this.#folder, name);
  }

  read(name: string): Buffer {
    return readFileSync(this.path(name));
  }

  authority(name: string): void {
    this.#openssl(
      ...["req", "-x509", ...newKey, "-days", "1", "-subj", `/CN=${name}`],
      ...["-keyout", this.path(`${name}.key`), "-out", this.path(`${name}.pem`)],
    );
  }

  /** A certificate of an authority: `names` as in `IP:127.0.0.1,DNS:localhost`. */
  certificate(name: string, authority: string, use: string, names: string): void {
    writeFileSync(this.path("extensions"), `subjectAltName=${names}\nextendedKeyUsage=${use}\n`);
    this.#openssl(
      ...["req", ...newKey, "-subj", `/CN=${name}`],
      ...["-keyout", this.path(`${name}.key`), "-out", this.path("request")],
    );
    this.#openssl(
      ...["x509", "-req", "-in", this.path("request"), "-days", "1", "-CAcreateserial"],
      ...["-extfile", this.path("extensions"), "-out", this.path(`${name}.pem`)],
      ...["-CA", this.path(`${authority}.pem`), "-CAkey", this.path(`${authority}.key`)],
    );
  }

  /** The same key, encrypted in PKCS#8. */
  encryptKey(name: string, passphrase: string): string {
    const path = this.path(`${name}.encrypted.key`);
    this.#openssl(
      ...["pkcs8", "-topk8", "-v2", "aes-256-cbc", "-in", this.path(`${name}.key`)],
      ...["-passout", `pass:${passphrase}`, "-out", path],
    );
    return path;
  }

  #openssl(...args: readonly string[]): void {
    execFileSync(program, args, { stdio: "pipe" });
  }
}

// Keys of elliptic curves: made in milliseconds.
const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
