import type { EncryptionKey } from "@etcdscope/kubernetes";
import { load, YAMLException } from "js-yaml";

/** What is wrong with an EncryptionConfiguration, in one sentence that never quotes a secret. */
export class ConfigurationFault extends Error {
  override readonly name = "ConfigurationFault";
}

const providers = ["aescbc", "aesgcm", "secretbox"] as const;
type Provider = (typeof providers)[number];

const keySizes: Readonly<Record<Provider, readonly number[]>> = {
  aescbc: [16, 24, 32],
  aesgcm: [16, 24, 32],
  secretbox: [32],
};

/**
 * The keys of an `EncryptionConfiguration` (apiserver.config.k8s.io/v1) in the order they stand; `identity` and `kms`
 * entries hold none. Throws {@link ConfigurationFault}.
 */
export function readEncryptionConfiguration(text: string): EncryptionKey[] {
  const document = parseYaml(text);
  if (!isRecord(document) || document["kind"] !== "EncryptionConfiguration") {
    throw new ConfigurationFault("The file is not an EncryptionConfiguration: its kind is another.");
  }
  return list(document["resources"], "resources").flatMap(keysOfEntry);
}

function parseYaml(text: string): unknown {
  try {
    return load(text);
  } catch (error) {
    // Only the place: the exception's own text quotes the lines around it, which may hold a key.
    const line = error instanceof YAMLException && error.mark ? ` (line ${error.mark.line + 1})` : "";
    throw new ConfigurationFault(`The EncryptionConfiguration is not valid YAML${line}.`);
  }
}

function keysOfEntry(entry: unknown, at: number): EncryptionKey[] {
  const where = `resources[${at}]`;
  const { resources, providers: configured } = record(entry, where);
  const names = list(resources, `${where}.resources`).map(String);
  return list(configured, `${where}.providers`).flatMap((provider, index) =>
    keysOfProvider(record(provider, `${where}.providers[${index}]`), names, `${where}.providers[${index}]`),
  );
}

function keysOfProvider(
  configured: Record<string, unknown>,
  resources: readonly string[],
  where: string,
): EncryptionKey[] {
  return providers
    .filter((provider) => configured[provider] !== undefined)
    .flatMap((provider) => {
      const { keys } = record(configured[provider], `${where}.${provider}`);
      return list(keys, `${where}.${provider}.keys`).map((key, index) =>
        readKey(
          provider,
          record(key, `${where}.${provider}.keys[${index}]`),
          resources,
          `${where}.${provider}.keys[${index}]`,
        ),
      );
    });
}

function readKey(
  provider: Provider,
  { name, secret }: Record<string, unknown>,
  resources: readonly string[],
  where: string,
): EncryptionKey {
  if (typeof name !== "string" || typeof secret !== "string") {
    throw new ConfigurationFault(`${where} needs a name and a base64 secret.`);
  }
  const bytes = Buffer.from(secret, "base64");
  if (!keySizes[provider].includes(bytes.length)) {
    throw new ConfigurationFault(
      `${where} ("${name}"): a ${provider} secret has ${keySizes[provider].join(", ")} bytes, not ${bytes.length}.`,
    );
  }
  return { provider, name, secret: new Uint8Array(bytes), resources };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function record(value: unknown, where: string): Record<string, unknown> {
  if (!isRecord(value)) throw new ConfigurationFault(`${where} is not a mapping.`);
  return value;
}

function list(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) throw new ConfigurationFault(`${where} is not a list.`);
  return value;
}
