import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { eachField, type FieldNode, JsonWriter } from "@etcdscope/codec";
import { describe, expect, it } from "vitest";
import { testOpeners } from "../within/openers.testing.ts";
import { keyDetail } from "./key.ts";
import { readX509, type X509Kind, x509Kind } from "./read.ts";

const fixture = (name: string): string =>
  readFileSync(new URL(`../../../../fixtures/certificates/${name}.pem`, import.meta.url), "utf8");
const derOf = (pem: string): Uint8Array =>
  new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ""), "base64"));
const certificates = ["ca", "leaf", "ed25519"];

function reading(der: Uint8Array, kind: X509Kind = "certificate") {
  const read = readX509(der, kind, testOpeners.sha256);
  if (read === null) throw new Error("not DER");
  return read;
}

function documentOf(der: Uint8Array, kind: X509Kind = "certificate") {
  const writer = new JsonWriter({ indent: 2, ranges: true, capacity: 1024 });
  reading(der, kind).write(writer);
  const { text, ranges } = writer.finish();
  return { json: JSON.parse(text), text, ranges };
}

const factsOf = (der: Uint8Array): Readonly<Record<string, string>> =>
  Object.fromEntries(reading(der).facts.map(({ code, text }) => [code, text]));

describe("a certificate", () => {
  it.each(certificates)("says of %s what the platform's own reader says", (name) => {
    const der = derOf(fixture(name));
    const oracle = new X509Certificate(fixture(name));
    const facts = factsOf(der);
    expect(x509Kind(der)).toBe("certificate");
    expect(facts["fingerprint"]).toBe(oracle.fingerprint256);
    expect(facts["serial"]?.replaceAll(":", "").replace(/^00/, "")).toBe(
      oracle.serialNumber.padStart(20, "0"),
    );
    expect(Date.parse(facts["notBefore"] ?? "")).toBe(Date.parse(oracle.validFrom));
    expect(Date.parse(facts["notAfter"] ?? "")).toBe(Date.parse(oracle.validTo));
    expect(facts["authority"]).toBe(String(oracle.ca));
  });

  it("names its holder, its issuer and its other names", () => {
    const facts = factsOf(derOf(fixture("leaf")));
    expect(facts["subject"]).toBe("CN=etcd-0");
    expect(facts["issuer"]).toBe('O="Example, Inc.", OU=Platform, CN=example root');
    expect(facts["altNames"]).toBe(
      "DNS:etcd-0.example, DNS:*.etcd.example, IP:10.0.0.1, IP:fd00::1:0:5, email:ops@example.com, URI:spiffe://x/y",
    );
    expect(facts["usage"]).toBe("digitalSignature, serverAuth, clientAuth");
    expect(facts["signature"]).toBe("sha256WithRSAEncryption");
  });

  it("tells keys of every kind by name and length", () => {
    expect(certificates.map((name) => factsOf(derOf(fixture(name)))["key"])).toEqual([
      "RSA 2048",
      "ECDSA P-256",
      "Ed25519",
    ]);
  });

  it("keeps names beyond ASCII", () => {
    expect(factsOf(derOf(fixture("ed25519")))["subject"]).toBe('CN="Ünïcode \\"quoted\\""');
  });

  it.each(certificates)(
    "of %s is explained to the last byte, and its document's paths are its fields'",
    (name) => {
      const der = derOf(fixture(name));
      const { fields } = reading(der);
      expectTiled(fields, 0, der.length);
      const paths = new Set<string>();
      eachField(der, fields, (_, path) => void (path !== null && paths.add(path)));
      for (const [path] of documentOf(der).ranges) expect(paths).toContain(path);
    },
  );

  it("is a document with its parts in place", () => {
    const { json } = documentOf(derOf(fixture("leaf")));
    expect(json).toMatchObject({
      version: "v3",
      subject: "CN=etcd-0",
      subjectPublicKeyInfo: { algorithm: "ecPublicKey P-256" },
      extensions: { keyUsage: "digitalSignature", extendedKeyUsage: ["serverAuth", "clientAuth"] },
    });
    expect(json.extensions.subjectAltName[2]).toBe("IP:10.0.0.1");
  });
});

describe("a request for a certificate", () => {
  it("tells what is asked for", () => {
    const der = derOf(fixture("request"));
    expect(x509Kind(der)).toBe("certificate-request");
    const { json } = documentOf(der, "certificate-request");
    expect(json.subject).toBe("CN=etcd-0");
    expect(json.attributes.extensionRequest.subjectAltName).toEqual(["DNS:etcd-0.example"]);
  });
});

describe("damaged DER", () => {
  const der = derOf(fixture("leaf"));

  it("is no certificate when it is cut off anywhere", () => {
    for (let size = 0; size < der.length; size++) {
      expect(x509Kind(der.subarray(0, size))).toBeNull();
      expect(keyDetail(der.subarray(0, size))).toBeNull();
    }
  });

  it("never throws, whichever bit is wrong", () => {
    for (let at = 0; at < der.length * 8; at++) {
      const bent = der.slice();
      bent[at >> 3] = (bent[at >> 3] ?? 0) ^ (1 << (at & 7));
      const kind = x509Kind(bent);
      if (kind === null) continue;
      const writer = new JsonWriter({ indent: 0, ranges: false, capacity: 1024 });
      const read = reading(bent, kind);
      expectTiled(read.fields, 0, bent.length);
      read.write(writer);
      expect(() => JSON.parse(writer.finish().text)).not.toThrow();
    }
  });
});

function expectTiled(nodes: readonly FieldNode[], start: number, end: number): void {
  let at = start;
  for (const node of nodes) {
    if (node.start !== at) throw new Error(`a gap or an overlap at ${at}`);
    if (node.children !== null) expectTiled(node.children, node.valueStart, node.valueEnd);
    at = node.end;
  }
  if (at !== end) throw new Error(`ends at ${at}, not at ${end}`);
}
