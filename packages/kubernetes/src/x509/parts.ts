import { decodeUtf8, type Field } from "@etcdscope/codec";
import { type DerElement, derTag, oidText } from "./der.ts";
import { keyUsages, oidName } from "./names.ts";
import { type DerTree, holding, listOf, type Reading, readByTag, sequenceOf, wrapped } from "./tree.ts";

/** The text of an element that holds an object identifier. */
function oidIn(tree: DerTree, element: DerElement | undefined): string {
  return element?.tag === derTag.oid ? oidText(tree.bytes, element.valueStart, element.end) : "";
}

/** A distinguished name: as text in the document, in its parts among the fields. */
const name: Reading = (tree, element, field) => {
  readByTag(tree, element, field);
  tree.say(field, nameText(tree, element));
};

/** `CN=etcd, O=Acme`, in the order of the bytes. */
function nameText(tree: DerTree, element: DerElement): string {
  const attributes = (element.children ?? []).flatMap(({ children }) => children ?? []);
  return attributes.map(({ children }) => attributeText(tree, children ?? [])).join(", ");
}

function attributeText(tree: DerTree, [type, value]: readonly DerElement[]): string {
  const text = value === undefined ? "" : decodeUtf8(tree.bytes, value.valueStart, value.end);
  return `${oidName(oidIn(tree, type))}=${/[,+"\\<>;=]/.test(text) ? JSON.stringify(text) : text}`;
}

const curveTag = derTag.oid;

/** An algorithm, and of an elliptic curve which one. */
const algorithm: Reading = (tree, element, field) => {
  readByTag(tree, element, field);
  const [id, parameters] = element.children ?? [];
  const curve = parameters?.tag === curveTag ? ` ${oidName(oidIn(tree, parameters))}` : "";
  tree.say(field, oidName(oidIn(tree, id)) + curve);
};

const rsaKey = sequenceOf([{ name: "modulus" }, { name: "publicExponent" }]);

const publicKey: Reading = (tree, element, field) => {
  const isRsa = oidName(oidIn(tree, element.children?.[0]?.children?.[0])) === "rsaEncryption";
  const read = isRsa ? holding(rsaKey) : readByTag;
  sequenceOf([
    { name: "algorithm", read: algorithm },
    { name: "subjectPublicKey", read },
  ])(tree, element, field);
};

/** The kinds of GeneralName by their tags. */
const generalNames: Readonly<Record<number, string>> = {
  160: "other",
  129: "email",
  130: "DNS",
  164: "directory",
  134: "URI",
  135: "IP",
  136: "registered",
};

const generalName: Reading = (tree, element, field) => {
  const kind = generalNames[element.tag] ?? "other";
  field.type = kind;
  tree.say(field, `${kind}:${generalNameText(tree, element)}`);
};

function generalNameText(tree: DerTree, { tag, valueStart, end, children }: DerElement): string {
  const { bytes } = tree;
  if (tag === 0x87) return addressText(bytes.subarray(valueStart, end));
  if (tag === 0x88) return oidText(bytes, valueStart, end);
  const [inner] = children ?? [];
  if (tag === 0xa4 && inner !== undefined) return nameText(tree, inner);
  return children === null ? decodeUtf8(bytes, valueStart, end) : `${end - valueStart} bytes`;
}

function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups: string[] = [];
  for (let at = 0; at + 1 < bytes.length; at += 2)
    groups.push((((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16));
  const text = groups.join(":");
  const zeros = /(?:^|:)0(?::0)+(?:$|:)/.exec(text);
  return zeros === null
    ? text
    : `${text.slice(0, zeros.index)}::${text.slice(zeros.index + zeros[0].length)}`;
}

const usage: Reading = (tree, { valueStart, end }, field) => {
  const bits = keyUsages.filter((_, at) => {
    const byte = valueStart + 1 + (at >> 3);
    return byte < end && ((tree.bytes[byte] ?? 0) & (0x80 >> (at & 7))) !== 0;
  });
  tree.say(field, bits.join(", "));
};

const extensionReadings: Readonly<Record<string, Reading>> = {
  subjectAltName: listOf(generalName),
  issuerAltName: listOf(generalName),
  keyUsage: usage,
  basicConstraints: sequenceOf([
    { name: "cA", tag: derTag.boolean },
    { name: "pathLenConstraint", tag: derTag.integer },
  ]),
  authorityKeyIdentifier: sequenceOf([
    { name: "keyIdentifier", tag: 0x80 },
    { name: "authorityCertIssuer", tag: 0xa1 },
    { name: "authorityCertSerialNumber", tag: 0x82 },
  ]),
};

/** An extension under the name of its identifier; the document has its value there. */
function extension(tree: DerTree, element: DerElement): Field {
  const id = oidName(oidIn(tree, element.children?.[0]));
  const read = extensionReadings[id] ?? readByTag;
  const members = sequenceOf([
    { name: "extnID", place: "none" },
    { name: "critical", tag: derTag.boolean, place: "none" },
    { name: "extnValue", place: "same", read: holding(read) },
  ]);
  return tree.field(element, id, "member", members);
}

const extensions: Reading = (tree, element, field) => {
  if (element.children === null) readByTag(tree, element, field);
  else field.children = element.children.map((child) => extension(tree, child));
};

const validity = sequenceOf([{ name: "notBefore" }, { name: "notAfter" }]);
const version = wrapped((tree, element, field) => {
  tree.say(field, `v${(tree.bytes[element.valueStart] ?? 0) + 1}`);
});

/** Certificate of RFC 5280. */
export const certificate = sequenceOf([
  {
    name: "tbsCertificate",
    place: "same",
    read: sequenceOf([
      { name: "version", tag: 0xa0, read: version },
      { name: "serialNumber" },
      { name: "signature", read: algorithm },
      { name: "issuer", read: name },
      { name: "validity", read: validity },
      { name: "subject", read: name },
      { name: "subjectPublicKeyInfo", read: publicKey },
      { name: "issuerUniqueID", tag: 0x81 },
      { name: "subjectUniqueID", tag: 0x82 },
      { name: "extensions", tag: 0xa3, read: wrapped(extensions) },
    ]),
  },
  { name: "signatureAlgorithm", read: algorithm },
  { name: "signatureValue" },
]);

const attributes: Reading = (tree, element, field) => {
  if (element.children === null) readByTag(tree, element, field);
  else field.children = element.children.map((child) => attribute(tree, child));
};

function attribute(tree: DerTree, element: DerElement): Field {
  const id = oidName(oidIn(tree, element.children?.[0]));
  const values = id === "extensionRequest" ? wrapped(extensions) : readByTag;
  const members = sequenceOf([
    { name: "type", place: "none" },
    { name: "values", place: "same", read: values },
  ]);
  return tree.field(element, id, "member", members);
}

/** CertificationRequest of RFC 2986. */
export const certificateRequest = sequenceOf([
  {
    name: "certificationRequestInfo",
    place: "same",
    read: sequenceOf([
      { name: "version", read: readByTag },
      { name: "subject", read: name },
      { name: "subjectPublicKeyInfo", read: publicKey },
      { name: "attributes", tag: 0xa0, read: attributes },
    ]),
  },
  { name: "signatureAlgorithm", read: algorithm },
  { name: "signatureValue" },
]);

/** SubjectPublicKeyInfo of RFC 5280. */
export const subjectPublicKeyInfo: Reading = publicKey;
