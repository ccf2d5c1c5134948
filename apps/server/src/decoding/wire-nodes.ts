import { type FieldNode, plainField, type WireChoices, type WireGuess, wireFields } from "@etcdscope/codec";
import type { WireGuessId } from "@etcdscope/contract";
import type { Decoded } from "@etcdscope/kubernetes";

/** A person's guesses in place of ours, by the offset of the field that they are about. */
export type WireGuesses = ReadonlyMap<number, WireGuessId>;

/**
 * The same bytes read as protobuf without a schema, the storage envelope as what is around them. Of bytes that are no
 * protobuf the fields up to the first that cannot be, and the rest as one node that says why; null for no bytes.
 */
export function wireNodes(
  { bytes, encoding, fields }: Decoded,
  guesses: WireGuesses = new Map(),
): FieldNode[] | null {
  const choices = choicesOf(guesses);
  if (bytes.length === 0) return null;
  if (encoding.id !== "kubernetes-protobuf") return wireFields(bytes, choices);
  const magic = fields.filter(({ name }) => name === "magic");
  const envelope = plainField(magic[0]?.end ?? 0, bytes.length, "runtime.Unknown");
  envelope.name = "envelope";
  envelope.children = wireFields(bytes, choices, envelope.start);
  return [...magic, envelope];
}

const names: Readonly<Record<WireGuessId, WireGuess>> = {
  message: "message",
  text: "text",
  bytes: "bytes",
  "packed-varint": "packed varint",
  "packed-fixed32": "packed fixed32",
  "packed-fixed64": "packed fixed64",
};

const choicesOf = (guesses: WireGuesses): WireChoices =>
  new Map([...guesses].map(([offset, guess]) => [offset, names[guess]]));
