import { gzipSync } from "node:zlib";
import type { FieldSchema, KubernetesSchema } from "@etcdscope/kubernetes";
import type { Conflict } from "./conflicts.ts";
import type { CommittedRelease } from "./history.ts";
import { byPrecedence } from "./order.ts";
import type { Release } from "./releases.ts";

interface Origin {
  readonly schema: KubernetesSchema;
  readonly conflicts: readonly Conflict[];
  readonly releases: readonly Release[];
  readonly committed: readonly CommittedRelease[];
  /** The data file's text. */
  readonly data: string;
}

/** ORIGIN.md: where the data comes from, how to make it again, and what the releases disagree on. */
export function renderOrigin(origin: Origin): string {
  return [
    ...introduction(origin),
    "## Packages",
    "",
    "| release | Debian package | version | suite | sha256 |",
    "| --- | --- | --- | --- | --- |",
    ...origin.releases.flatMap(packageRows),
    "",
    ...repositories(origin),
    ...contents(origin),
    ...disagreements(origin),
  ].join("\n");
}

const introduction = ({ data }: Origin) => [
  "# Origin of the schema",
  "",
  "`kubernetes.json` is generated. It holds message names, field numbers, types and JSON facts taken from the",
  "`generated.proto` files and Go struct tags of Kubernetes (Copyright The Kubernetes Authors, Apache-2.0) and of",
  "OpenShift's API (Copyright the OpenShift authors, Apache-2.0), and no comment or code of theirs.",
  "Its format is described by the types in `../src/schema/schema.ts`.",
  "",
  "To make it again, on Debian with network (packages are kept in `.cache/`, nothing is installed), with clones of",
  "the repositories below in one folder (`DIR/kubernetes/api` and so on, bare or not):",
  "",
  "    npx tsx --conditions=etcdscope-source scripts/build-kubernetes-schema.ts --checkouts DIR",
  "",
  "Packages are pinned by version and checksum, repositories by commit, so the output is the same byte for byte.",
  "Without `--checkouts`, only the releases that Debian has are read anew; the others stay as this schema has them, and",
  "this file is not written. For a newer release, change or add a pin in `scripts/kubernetes-schema/releases.ts` or",
  "`scripts/kubernetes-schema/commits.json`; the generator stops where a type has a MarshalJSON it does not know, where",
  "a field has no struct tag, and where a kind changes its message.",
  "",
  `Size: ${kilobytes(data.length)} kB, ${kilobytes(gzipSync(data, { level: 9 }).length)} kB gzipped.`,
  "",
];

const kilobytes = (bytes: number) => Math.round(bytes / 1000);

const packageRows = ({ name, packages }: Release) =>
  packages.map((pin) => {
    const label = pin.kind === "source" ? `${pin.name} (source)` : pin.name;
    return `| ${name} | ${label} | ${pin.version} | ${pin.suite} | \`${pin.sha256}\` |`;
  });

/** One table: a release and the commits it is read from. */
const repositories = ({ committed }: Origin) => [
  "## Repositories",
  "",
  "| release | repository | tag or branch | commit |",
  "| --- | --- | --- | --- |",
  ...committed.flatMap(({ name, commits }) =>
    commits.map(({ repository, ref, commit }) => `| ${name} | ${repository} | ${ref} | \`${commit}\` |`),
  ),
  "",
];

function contents({ schema }: Origin): string[] {
  const messages = Object.values(schema.messages);
  const newest = schema.releases.at(-1) ?? "";
  const rows = [...schema.releases].reverse().flatMap((release) => {
    const kinds = schema.kinds.filter((kind) => kind.release === release).length;
    const defined = messages.filter((message) => (message.release ?? newest) === release).length;
    return kinds + defined === 0 ? [] : [`| ${release} | ${kinds} | ${defined} |`];
  });
  return [
    "## Contents",
    "",
    "A kind's or a message's newest released definition wins; older releases fill what is gone, and `1.37-dev`, a",
    "release in work, what no release has yet. `openshift-4.0` is the OpenShift API of May 2019 with the Kubernetes 1.13",
    "API that it vendors. A release without a row gave fields only, or nothing that a newer one does not have.",
    "",
    "| release | kinds | messages |",
    "| --- | --- | --- |",
    ...rows,
    `| all | ${schema.kinds.length} | ${messages.length} |`,
    "",
  ];
}

function disagreements({ schema, conflicts }: Origin): string[] {
  return [
    "## Fields kept from older releases",
    "",
    "Their number and name are free in the newest definition; old stored bytes may still carry them.",
    "",
    "| message | field | last release |",
    "| --- | --- | --- |",
    ...fieldRows(schema, ({ removed }) => removed),
    "",
    "## Fields of the release in work",
    "",
    "| message | field | release |",
    "| --- | --- | --- |",
    ...fieldRows(schema, ({ added }) => added),
    "",
    "## Fields that releases define differently",
    "",
    "`moved`: the field's message type has another name and every field of the old type (fields that it lost are among",
    "those kept above), so old bytes decode as they did. `renamed`: another JSON name. `retyped`: old bytes may not",
    "decode. `dropped`: the old field's name is in use under another number. The newer definition is in the schema.",
    "",
    "| message | what | newer | older | of |",
    "| --- | --- | --- | --- | --- |",
    ...conflictRows(conflicts),
    "",
  ];
}

function fieldRows(
  schema: KubernetesSchema,
  releaseOf: (field: FieldSchema) => string | undefined,
): string[] {
  return Object.entries(schema.messages).flatMap(([message, { fields }]) =>
    Object.entries(fields).flatMap(([name, field]) => {
      const release = releaseOf(field);
      return release === undefined ? [] : [`| ${message} | ${name} = ${field.id} | ${release} |`];
    }),
  );
}

/** The same difference in several releases is one row, with the first and the last of them. */
function conflictRows(conflicts: readonly Conflict[]): string[] {
  const rows = new Map<string, string[]>();
  for (const { message, kind, newer, older, release } of conflicts) {
    const row = `| ${message} | ${kind} | ${newer} | ${older} |`;
    rows.set(row, [...(rows.get(row) ?? []), release]);
  }
  return [...rows].map(([row, releases]) => {
    const [first, ...later] = releases.sort(byPrecedence);
    const last = later.at(-1);
    return `${row} ${last === undefined ? first : `${first} – ${last}`} |`;
  });
}
