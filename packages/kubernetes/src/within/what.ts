import type { Span } from "@etcdscope/codec";
import type { YamlRefusal, YamlTree } from "./yaml.ts";

/** What a value within a value is. */
export type What =
  | "json"
  | "yaml"
  | "certificate"
  | "certificate-request"
  | "public-key"
  | "private-key"
  | "jwt"
  | "helm-release"
  | "docker-config"
  | "credentials"
  | "last-applied-configuration"
  | "kubeconfig"
  | "kubernetes-protobuf"
  | "gzip"
  | "zlib";

/** A value in another form that stands in a field, or is the whole of the bytes. */
export interface ValueWithin {
  readonly what: What;
  /** The field in the document; null where the whole bytes are meant. */
  readonly path: string | null;
  /** The bytes that it is made from. */
  readonly span: Span;
  /** The names of the layers that lead to it, with slashes between; null for what is only told, not opened. */
  readonly name: string | null;
  /** The kind of a key and its length: `RSA 2048`. */
  readonly detail?: string;
}

export type Packing = "gzip" | "zlib";

/** Unpacked bytes; `isCut` where there are more than were asked for, or the rest cannot be unpacked. */
export interface Unpacked {
  readonly bytes: Uint8Array;
  readonly isCut: boolean;
}

/** What opening values needs and this package does not have. None of it throws on data. */
export interface Openers {
  /** Unpacks at most so many bytes; null where nothing can be unpacked. */
  readonly unpack: (packing: Packing, bytes: Uint8Array, most: number) => Unpacked | null;
  /** Reads block YAML into nodes; null where it is none, a reason where it is too much to be read. */
  readonly yaml: (bytes: Uint8Array) => YamlTree | YamlRefusal | null;
  readonly sha256: (bytes: Uint8Array) => Uint8Array;
}
