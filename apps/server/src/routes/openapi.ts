import {
  answerSchemas,
  bytesParameters,
  childrenParameters,
  documentParameters,
  type ErrorCode,
  errorTable,
  eventsParameters,
  fieldsParameters,
  leaseKeysParameters,
  leasesParameters,
  noParameters,
  type ParameterSchema,
  relationsParameters,
  revealBody,
  revealHeader,
  searchParameters,
  valueParameters,
} from "@etcdscope/contract";
import type { FastifyInstance } from "fastify";

interface Operation {
  readonly summary: string;
  readonly parameters: ParameterSchema;
  /** The name of the answer's schema; absent where the answer is bytes. */
  readonly answer?: keyof typeof answerSchemas | "events";
  readonly errors: readonly ErrorCode[];
  /** What is sent along: the question is asked by POST then. */
  readonly body?: ParameterSchema;
  /** GET, or POST with a body, unless told. */
  readonly methods?: readonly string[];
}

const source: readonly ErrorCode[] = [
  "invalid_request",
  "source_not_found",
  "source_unavailable",
  "source_timeout",
];
const reading: readonly ErrorCode[] = [...source, "revision_in_future", "revision_compacted"];
const readingKey: readonly ErrorCode[] = [...reading, "key_not_found", "snapshot_damaged"];
/** What is made of a value is made by a worker, which has limits of its own. */
const worked: readonly ErrorCode[] = [...readingKey, "too_large", "took_too_long", "too_busy"];

const operations: Readonly<Record<string, Operation>> = {
  "/api/v1/sources": {
    summary: "The sources that this server shows.",
    parameters: noParameters,
    answer: "SourcesAnswer",
    errors: ["invalid_request"],
  },
  "/api/v1/sources/{id}": {
    summary: "One source: its state, its revisions, what it can do.",
    parameters: noParameters,
    answer: "SourceAnswer",
    errors: ["invalid_request", "source_not_found"],
  },
  "/api/v1/sources/{id}/children": {
    summary: "The direct children of a prefix in byte order, a page at a time.",
    parameters: childrenParameters,
    answer: "ChildrenAnswer",
    errors: [...reading, "too_large"],
  },
  "/api/v1/sources/{id}/search": {
    summary: "Keys that a pattern finds, in byte order, with how many there are in all.",
    parameters: searchParameters,
    answer: "SearchAnswer",
    errors: source,
  },
  "/api/v1/sources/{id}/value": {
    summary:
      "One key: its facts, and what its bytes mean, or what one of its layers does. Secrets are hidden.",
    parameters: valueParameters,
    answer: "ValueAnswer",
    errors: [...worked, "not_found", "masked"],
  },
  "/api/v1/sources/{id}/fields": {
    summary:
      "Fields of a list that came in part: those of the field at a place, from an index on. Deep below them there may be `more` again.",
    parameters: fieldsParameters,
    answer: "FieldsAnswer",
    errors: [...worked, "not_found", "masked"],
  },
  "/api/v1/sources/{id}/document": {
    summary: "The whole document as text in JSON or YAML, or a range of its bytes. Secrets are hidden.",
    parameters: documentParameters,
    errors: [...worked, "not_found", "masked", "range_not_satisfiable"],
  },
  "/api/v1/sources/{id}/bytes": {
    summary:
      "The stored bytes or those of a layer, or a range of them. Secrets are overwritten by asterisks; the header etcdscope-masked tells where, as half-open ranges.",
    parameters: bytesParameters,
    errors: [...worked, "not_found", "masked", "range_not_satisfiable"],
  },
  "/api/v1/sources/{id}/reveal": {
    summary: `What is masked in one field of a key, and one layer that is made from it. The header ${revealHeader.name}: ${revealHeader.value} is needed; the operator may forbid it.`,
    parameters: noParameters,
    body: revealBody,
    answer: "RevealAnswer",
    errors: [...worked, "not_found", "reveal_forbidden", "value_changed"],
  },
  "/api/v1/sources/{id}/index": {
    summary:
      "Begins (POST) to build the index of a source that has none, whatever it costs, or stops it (DELETE). The answer is how the source stands then.",
    parameters: noParameters,
    methods: ["post", "delete"],
    answer: "SourceAnswer",
    errors: ["invalid_request", "source_not_found", "host_not_allowed"],
  },
  "/api/v1/sources/{id}/cluster": {
    summary:
      "The cluster that the keys are of: its members as each of them tells it, alarms, the oldest readable revision; of a snapshot what the file says. What cannot be learned is missing with a problem, and keeps nothing else back.",
    parameters: noParameters,
    answer: "ClusterAnswer",
    errors: [...source, "not_supported"],
  },
  "/api/v1/sources/{id}/leases": {
    summary: "Leases by the time they have left, with the first of their keys.",
    parameters: leasesParameters,
    answer: "LeasesAnswer",
    errors: [...source, "permission_denied", "unauthenticated", "snapshot_damaged", "not_supported"],
  },
  "/api/v1/sources/{id}/leases/{lease}/keys": {
    summary: "The keys that are bound to a lease, in byte order, a page at a time.",
    parameters: leaseKeysParameters,
    answer: "LeaseKeysAnswer",
    errors: ["invalid_request", "source_not_found", "source_timeout"],
  },
  "/api/v1/sources/{id}/relations": {
    summary:
      "What the object under a key has to do with others: those that it names, whether they exist or not, and those that name it, looked for among candidates.",
    parameters: relationsParameters,
    answer: "RelationsAnswer",
    errors: worked,
  },
  "/api/v1/sources/{id}/events": {
    summary:
      "What happens in a source, as server-sent events. Their names and data: state SourceAnswer, changes ChangesEvent, resync ResyncEvent, heartbeat HeartbeatEvent. A stream that is asked for with the header Last-Event-ID goes on behind that event, or begins with resync.",
    parameters: eventsParameters,
    answer: "events",
    errors: ["invalid_request", "source_not_found"],
  },
};

/** The API's description of itself, at /api/openapi.json. */
export function openApiRoute(app: FastifyInstance, { version }: { version: string }): void {
  const description = {
    openapi: "3.1.0",
    info: {
      title: "etcdscope",
      version,
      description: "Reads what a cluster keeps in etcd. 64-bit numbers are decimal text.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    paths: Object.fromEntries(
      Object.entries(operations).map(([path, one]) => [
        path,
        Object.fromEntries(methodsOf(one).map((method) => [method, described(path, method, one)])),
      ]),
    ),
    components: { schemas: answerSchemas },
  };
  app.get("/api/openapi.json", () => description);
}

const methodsOf = ({ methods, body }: Operation): readonly string[] =>
  methods ?? [body === undefined ? "get" : "post"];

function described(
  path: string,
  method: string,
  { summary, parameters, answer, errors, body }: Operation,
): object {
  const inPath = [...path.matchAll(/{(\w+)}/g)].map(([, name]) => {
    return { name, in: "path", required: true, schema: { type: "string" } };
  });
  const inQuery = Object.entries(parameters.properties).map(([name, schema]) => ({
    name,
    in: "query",
    schema,
  }));
  return {
    operationId: method === "delete" ? `${operationIdOf(path)}Stop` : operationIdOf(path),
    summary,
    parameters: [...inPath, ...inQuery],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: body } } } }),
    responses: { ...success(answer), ...failures(errors) },
  };
}

/** The words behind `sources`: `leases keys` as `leasesKeys`. */
function operationIdOf(path: string): string {
  const words = path
    .split("/")
    .slice(4)
    .filter((word) => !word.startsWith("{"));
  if (words.length === 0) return path.endsWith("}") ? "source" : "sources";
  return words.map((word, at) => (at === 0 ? word : `${word[0]?.toUpperCase()}${word.slice(1)}`)).join("");
}

const text = { type: "string" };

function success(answer: Operation["answer"]): object {
  if (answer === "events")
    return {
      200: { description: "A stream without end", content: { "text/event-stream": { schema: text } } },
    };
  if (answer !== undefined) return { 200: { description: "OK", content: jsonOf(answer) } };
  const content = { "application/octet-stream": { schema: { type: "string", format: "binary" } } };
  return {
    200: { description: "All bytes", content },
    206: { description: "The range of bytes that was asked for", content },
    304: { description: "The asker has these bytes" },
  };
}

function failures(errors: readonly ErrorCode[]): object {
  const statuses = [...new Set(errors.map((code) => errorTable[code].status))];
  const codesOf = (status: number): ErrorCode[] =>
    errors.filter((code) => errorTable[code].status === status);
  const told = statuses.map((status) => [
    status,
    { description: codesOf(status).join(", "), content: jsonOf("ErrorAnswer") },
  ]);
  return Object.fromEntries(told);
}

function jsonOf(name: keyof typeof answerSchemas): object {
  return { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } };
}
