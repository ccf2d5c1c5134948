import { generateKeyPairSync } from "node:crypto";
import { deflateSync, gunzipSync, gzipSync, inflateSync } from "node:zlib";

/** A value with something secret in it, and what no answer may hold of it. */
export interface KeptCase {
  readonly key: string;
  readonly value: string | Uint8Array;
  readonly secrets: readonly string[];
}

const base64 = (bytes: string | Uint8Array): string => Buffer.from(bytes).toString("base64");

/** One for each way in which a secret is kept: long enough to be found by chance nowhere. */
const plaintextOf = (name: string): string =>
  `pa55-${name.replaceAll(/[^a-z]/gi, "-")}-correct-battery-horse`;

const privateKey = String(generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }));
const keyBody = privateKey.split("\n")[1] ?? "";

interface SecretParts {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
}

const secretObject = (parts: SecretParts, kind = "Secret"): string => {
  const { annotations = {}, ...more } = parts;
  return JSON.stringify({ apiVersion: "v1", kind, metadata: { name: "db", annotations }, ...more });
};

const yamlOf = (text: string): string =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData:\n  password: ${text}\n`;

const configMap = (text: string): string =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "x" },
    data: { open: "seen", text },
  });

/** A Secret whose annotation holds it once more, as tools keep it. */
const annotated: Readonly<Record<string, (object: string, text: string) => string>> = {
  "kubectl.kubernetes.io/last-applied-configuration": (object) => object,
  "objectset.rio.cattle.io/applied": (object) => base64(gzipSync(object)),
  "kopf.zalando.org/last-handled-configuration": (object) => ` ${object}`,
  "kapp.k14s.io/original": (object) => base64(deflateSync(object)),
  "example.com/yaml": (_, text) => yamlOf(text),
  "example.com/plain": (_, text) => text,
  "example.com/base64": (object) => base64(object),
};

/** Values that hold a Secret's text, by what they are under a key of Secrets that is none. */
const unrecognised: Readonly<Record<string, (text: string) => string | Uint8Array>> = {
  escaped: (text) => secretObject({ stringData: { a: text } }).replace('"Secret"', '"\\u0053ecret"'),
  yaml: yamlOf,
  list: (text) => `[${secretObject({ stringData: { a: text } })}]`,
  marked: (text) => `\ufeff${secretObject({ stringData: { a: text } })}`,
  wide: (text) => Buffer.from(secretObject({ stringData: { a: text } }), "utf16le"),
  other: (text) => secretObject({ stringData: { a: text } }, "ConfigMap"),
  damaged: (text) => `k8s\0\n\u0001${text}`,
};

/** Texts in a ConfigMap, or alone, that hold what the table names. */
const embedded: Readonly<Record<string, (text: string) => string>> = {
  json: (text) => secretObject({ stringData: { a: text } }),
  yaml: yamlOf,
  release: (text) =>
    base64(base64(gzipSync(JSON.stringify({ name: "web", manifest: `---\n${yamlOf(text)}` })))),
  kubeconfig: (text) => `apiVersion: v1\nkind: Config\nusers:\n- user:\n    token: ${text}\n`,
  encryption: (text) =>
    `kind: EncryptionConfiguration\nresources:\n- providers:\n  - secretbox:\n      keys:\n      - secret: ${text}\n`,
  token: (text) =>
    `${base64('{"alg":"RS256"}').replaceAll("=", "")}.${Buffer.from(`{"sub":"${text}"}`).toString("base64url")}.c2lnbmF0dXJl`,
  age: (text) => `# ${text}\nAGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQ`,
  hash: (text) => `${text}:$2y$10$abcdefghijklmnopqrstuvabcdefghijklmnopqrstuvwxyzabcde`,
};

const oauth = (kind: string, more: object): string =>
  JSON.stringify({ apiVersion: "oauth.openshift.io/v1", kind, ...more });

const kinds: readonly [string, (text: string) => string | Uint8Array][] = [
  [
    "/openshift.io/oauth/clients/me",
    (text) => oauth("OAuthClient", { secret: text, additionalSecrets: [text] }),
  ],
  [
    "/openshift.io/oauth/accesstokens/sha256~one",
    (text) => oauth("OAuthAccessToken", { refreshToken: text, authorizeToken: text }),
  ],
  [
    "/openshift.io/oauth/authorizetokens/sha256~two",
    (text) => oauth("OAuthAuthorizeToken", { metadata: { name: text } }),
  ],
  [
    "/registry/lists/a",
    (text) =>
      secretObject({}, "SecretList")
        .replace("}}", `},"items":[{"data":{"a":"${base64(text)}"}}]}`)
        .slice(0, -1),
  ],
  [
    "/registry/template.openshift.io/templates/a/b",
    (text) => `{"kind":"Template","objects":[${secretObject({ stringData: { a: text } })}]}`,
  ],
  ["/apisix/consumers/a", (text) => JSON.stringify({ plugins: { "jwt-auth": { secret: text } } })],
  ["/apisix/ssls/1", (text) => JSON.stringify({ cert: "open", key: text })],
  ["/operator/a", (text) => JSON.stringify({ db: [{ pass: text, host: "seen" }] })],
  ["/operator/b", (text) => `pass=${text}`],
];

const kept = (key: string, text: string, value: string | Uint8Array): KeptCase => ({
  key,
  value,
  secrets: [text],
});

/** Every row of the table, each with a plaintext of its own. */
export function keptCases(): KeptCase[] {
  const under = Object.entries(unrecognised).map(([name, of]) => {
    const text = plaintextOf(`under-${name}`);
    return kept(`/registry/secrets/under/${name}`, text, of(text));
  });
  const annotations = Object.entries(annotated).map(([name, of], at) => {
    const text = plaintextOf(`annotation-${name}`);
    const value = of(secretObject({ stringData: { a: text } }), text);
    return kept(
      `/registry/secrets/shop/annotated-${at}`,
      text,
      secretObject({ annotations: { [name]: value } }),
    );
  });
  const inside = Object.entries(embedded).flatMap(([name, of]) => {
    const [one, two] = [plaintextOf(`map-${name}`), plaintextOf(`whole-${name}`)];
    return [
      kept(`/registry/configmaps/a/${name}`, one, configMap(of(one))),
      kept(`/app/${name}`, two, of(two)),
    ];
  });
  const others = kinds.map(([key, of], at) =>
    kept(key, plaintextOf(`kind-${"abcdefghijk"[at]}`), of(plaintextOf(`kind-${"abcdefghijk"[at]}`))),
  );
  const data = plaintextOf("data");
  return [
    kept("/registry/secrets/shop/db", data, secretObject({ data: { password: base64(data) } })),
    ...under,
    ...annotations,
    ...inside,
    ...others,
    { key: "/registry/configmaps/a/key", value: configMap(privateKey), secrets: [keyBody] },
    { key: "/registry/configmaps/a/key64", value: configMap(base64(privateKey)), secrets: [keyBody] },
    { key: "/app/key", value: privateKey, secrets: [keyBody] },
  ];
}

/** Every form in which a text could be in an answer. */
export function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  // Inside other base64 the text begins at one of three places of a group of four digits.
  const inside = [0, 1, 2].map((at) =>
    Buffer.concat([Buffer.alloc(at), bytes])
      .toString("base64")
      .slice(4, -4),
  );
  const hex = bytes.toString("hex");
  const escaped = [...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
  const percent = hex.replace(/../g, "%$&");
  return [
    text,
    ...inside,
    hex,
    hex.toUpperCase(),
    hex.replace(/..(?!$)/g, "$& "),
    escaped,
    percent,
    percent.toUpperCase(),
  ];
}

/** An answer and everything that can be unpacked from it. */
export function openedFully(bytes: Buffer, depth = 0): string {
  const text = bytes.toString("latin1");
  const plain = [text, text.replaceAll("\\n", "\n").replaceAll('\\"', '"'), text.replaceAll("\0", "")];
  const runs = depth > 4 ? [] : (text.match(/[A-Za-z0-9+/_-]{24,}={0,2}/g) ?? []);
  const inner = runs
    .map((run) => Buffer.from(run, "base64"))
    .map((one) => openedFully(unpacked(one), depth + 1));
  return [...plain, ...inner].join("\n");
}

function unpacked(bytes: Buffer): Buffer {
  try {
    if (bytes[0] === 0x1f) return gunzipSync(bytes);
    return bytes[0] === 0x78 ? inflateSync(bytes) : bytes;
  } catch {
    return bytes;
  }
}
