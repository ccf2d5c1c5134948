import type { KeyRef } from "@etcdscope/contract";
import { refBytes } from "../links/key-ref.ts";
import { objectOf, placeOf, spokenNameOf } from "./kubernetes.ts";

/** The etcdctl command that reads a key, or lists the keys under a prefix; `undefined` where no shell can say it. */
export function etcdctlCommand(ref: KeyRef, isPrefix: boolean): string | undefined {
  const bytes = refBytes(ref);
  if (bytes.includes(0)) return undefined;
  const word = ref.key === undefined ? bytesWord(bytes) : textWord(ref.key);
  return `etcdctl get ${isPrefix ? "--prefix --keys-only " : ""}-- ${word}`;
}

/** A word of a POSIX shell. */
function textWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Bytes that are no text need the quotes of bash, zsh and ksh. */
function bytesWord(bytes: Uint8Array): string {
  const escaped = Array.from(bytes, (byte) =>
    /[\w/.:-]/.test(String.fromCharCode(byte)) && byte < 0x80
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, "0")}`,
  );
  return `$'${escaped.join("")}'`;
}

/** Kubernetes keeps these for itself: kubectl cannot ask for them. */
const internal = new Set(["masterleases", "ranges/serviceips", "ranges/servicenodeports"]);

/** The kubectl command that shows the object of a key, or the objects under a prefix (without its last slash). */
export function kubectlCommand(key: string | undefined, isPrefix: boolean): string | undefined {
  const place = placeOf(key);
  if (place === undefined || internal.has(place.resource) || place.rest.length > (isPrefix ? 1 : 2))
    return undefined;
  if (!isPrefix && place.rest.length === 0) return undefined;
  const spoken = spokenNameOf(place.resource);
  const resource = place.group === undefined ? spoken : `${spoken}.${place.group}`;
  const [namespace] = place.rest;
  if (isPrefix)
    return `kubectl get ${resource} ${namespace === undefined ? "-A" : `-n ${textOf(namespace)}`}`;
  const object = objectOf(place);
  const within = object.namespace === undefined ? "" : ` -n ${textOf(object.namespace)}`;
  return `kubectl get ${resource} ${textOf(object.name ?? "")}${within} -o yaml`;
}

const textOf = (name: string): string => (/^[\w.-]+$/.test(name) ? name : textWord(name));
