import { gzipSync } from "node:zlib";
import type { KubernetesSchema } from "@etcdscope/kubernetes";
import type { Conflict } from "./conflicts.ts";
import type { Release } from "./releases.ts";

interface Origin {
  readonly schema: KubernetesSchema;
  readonly conflicts: readonly Conflict[];
  readonly releases: readonly Release[];
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
  "To make it again, on Debian with network (packages are kept in `.cache/`, nothing is installed):",
  "",
  "    npx tsx --conditions=etcdscope-source scripts/build-kubernetes-schema.ts",
  "",
  "The packages below are pinned by version and checksum, so the output is the same byte for byte. For a newer",
  "release, change or add a pin in `scripts/kubernetes-schema/releases.ts`; the generator stops where a type has a",
  "MarshalJSON it does not know, where a field has no struct tag, and where a kind changes its message.",
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

function contents({ schema }: Origin): string[] {
  const messages = Object.values(schema.messages);
  const newest = schema.releases.at(-1) ?? "";
  const rows = [...schema.releases].reverse().map((release) => {
    const kinds = schema.kinds.filter((kind) => kind.release === release).length;
    return `| ${release} | ${kinds} | ${messages.filter((message) => (message.release ?? newest) === release).length} |`;
  });
  return [
    "## Contents",
    "",
    "A kind's or a message's newest definition wins; older releases fill what is gone. `openshift-4.0` is the OpenShift",
    "API of May 2019 with the Kubernetes 1.13 API that it vendors.",
    "",
    "| release | kinds | messages |",
    "| --- | --- | --- |",
    ...rows,
    `| all | ${schema.kinds.length} | ${messages.length} |`,
    "",
  ];
}

function disagreements({ schema, conflicts }: Origin): string[] {
  const removed = Object.entries(schema.messages).flatMap(([message, { fields }]) =>
    Object.entries(fields).flatMap(([name, field]) =>
      field.removed === undefined ? [] : [`| ${message} | ${name} = ${field.id} | ${field.removed} |`],
    ),
  );
  return [
    "## Fields kept from older releases",
    "",
    "Their number and name are free in the newest definition; old stored bytes may still carry them.",
    "",
    "| message | field | last release |",
    "| --- | --- | --- |",
    ...removed,
    "",
    "## Fields that releases define differently",
    "",
    "`moved`: the field's message type has another name and every field of the old type, so old bytes decode as they",
    "did. `renamed`: another JSON name. `retyped`: old bytes may not decode. `dropped`: the old field's name is in use",
    "under another number. The newer definition is in the schema.",
    "",
    "| message | what | newer | older | of |",
    "| --- | --- | --- | --- | --- |",
    ...conflicts.map((at) => `| ${at.message} | ${at.kind} | ${at.newer} | ${at.older} | ${at.release} |`),
    "",
  ];
}
