import Type, { type Static, type TObject } from "typebox";
import { mostOpened, openedPattern } from "./opened-prefixes.ts";
import { wireGuessesPattern } from "./wire-guesses.ts";

/** Children in one page: at most, and when not asked for. */
export const pageLimits = { most: 1000, usual: 500 } as const;

/** Leases in one answer: at most, and when not asked for. */
export const leaseLimits = { most: 2000, usual: 200 } as const;

const closed = { additionalProperties: false } as const;
const bytesPattern = "^[A-Za-z0-9_-]*$";

const revision = Type.String({
  pattern: "^[1-9][0-9]{0,18}$",
  description: "The state to read, as a decimal number; the newest when absent.",
});
/** The id of a lease: 64 bits with a sign. */
const leasePattern = "^(0|-?[1-9][0-9]{0,18})$";
const key = Type.String({ description: "The key as UTF-8 text without control characters." });
const keyb = Type.String({ pattern: bytesPattern, description: "The key's bytes as base64url." });

export const sourceParameters = Type.Object({ id: Type.String({ minLength: 1 }) });

export const noParameters = Type.Object({}, closed);

const partName = (description: string) =>
  Type.Optional(
    Type.String({ pattern: bytesPattern, description: `${description} Base64url of the bytes.` }),
  );

export const childrenParameters = Type.Object(
  {
    prefix: Type.Optional(
      Type.String({ description: "The prefix as UTF-8 text, with its slash; the root when absent." }),
    ),
    prefixb: Type.Optional(
      Type.String({ pattern: bytesPattern, description: "The prefix's bytes as base64url." }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: pageLimits.most, default: pageLimits.usual })),
    cursor: Type.Optional(Type.String({ pattern: bytesPattern, description: "`next` of the page before." })),
    from: partName("Begin with the child of this name, or the next one."),
    until: partName("With `from`: end with the child of this name."),
    before: partName("The children right before this name."),
    around: partName("The children around this name."),
    rev: Type.Optional(revision),
  },
  closed,
);

/** Characters that a pattern may have. */
const longestPattern = 1000;

export const searchParameters = Type.Object(
  {
    q: Type.String({ minLength: 1, maxLength: longestPattern, description: "The pattern." }),
    in: Type.Optional(Type.Literal("keys", { description: "What is searched: keys, in full." })),
    mode: Type.Optional(
      Type.Union([Type.Literal("text"), Type.Literal("glob"), Type.Literal("regex")], {
        default: "text",
        description:
          "text: as it stands. glob: * takes any run without a slash, ** any run, ? one character; without a slash it is for any one segment. regex: a regular expression without look-around and references back.",
      }),
    ),
    prefix: Type.Optional(Type.String({ description: "Only keys that start with this text." })),
    prefixb: Type.Optional(
      Type.String({ pattern: bytesPattern, description: "The same as base64url of the bytes." }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: pageLimits.most, default: pageLimits.usual })),
    opened: Type.Optional(
      Type.String({
        pattern: openedPattern,
        description: `The prefixes that the asker has open, as base64url with dots between them, ${mostOpened} at most: they are what is searched where there is no index.`,
      }),
    ),
    cursor: Type.Optional(
      Type.String({
        pattern: "^(walk\\.)?[A-Za-z0-9_-]*$",
        description: "`next` of the page before, with the same pattern and prefixes.",
      }),
    ),
  },
  closed,
);

const keyAt = { key: Type.Optional(key), keyb: Type.Optional(keyb), rev: Type.Optional(revision) };
const always = (what: string) =>
  Type.Optional(Type.Literal("always", { description: `Make ${what} of large values too, within reason.` }));

const layer = Type.Optional(
  Type.String({ description: "The name of one of the value's layers; the stored bytes when absent." }),
);

const guess = Type.Optional(
  Type.String({
    pattern: wireGuessesPattern,
    description:
      "What to take bytes without a schema for, by the offset of their field: 0x1c:text,0x40:bytes",
  }),
);

export const valueParameters = Type.Object(
  {
    ...keyAt,
    layer,
    fields: always("the annotated trees"),
    text: always("the document"),
    guess,
  },
  closed,
);

export const fieldsParameters = Type.Object(
  {
    ...keyAt,
    layer,
    tree: Type.Optional(
      Type.Union([Type.Literal("fields"), Type.Literal("wire")], {
        default: "fields",
        description: "Which tree: by the schema, or by the bytes alone.",
      }),
    ),
    at: Type.Optional(
      Type.String({
        pattern: "^(0|[1-9][0-9]{0,8})(\\.(0|[1-9][0-9]{0,8}))*$",
        maxLength: 10_000,
        description:
          "The field whose children are meant, by the indices on the way to it: 0.3.17; the tree's own list when absent.",
      }),
    ),
    from: Type.Optional(Type.Integer({ minimum: 0, default: 0, description: "The index of the first." })),
    guess,
  },
  closed,
);

export const documentParameters = Type.Object(
  {
    ...keyAt,
    layer,
    form: Type.Optional(Type.Union([Type.Literal("json"), Type.Literal("yaml")], { default: "json" })),
  },
  closed,
);

export const bytesParameters = Type.Object({ ...keyAt, layer }, closed);

const modRevision = Type.String({
  pattern: "^[1-9][0-9]{0,18}$",
  description: "Of the version whose masked bytes were seen: another one is not revealed.",
});

/** The body of a request to reveal one masked field; `layer` is one that is made from it. */
export const revealBody = Type.Object(
  {
    ...keyAt,
    modRevision,
    in: Type.Optional(Type.String({ description: "The layer that the span is over." })),
    span: Type.Array(Type.Integer({ minimum: 0 }), { minItems: 2, maxItems: 2 }),
    layer,
  },
  closed,
);

/** The header that a request to reveal carries: a page of another origin cannot send it. */
export const revealHeader = { name: "etcdscope-reveal", value: "yes" } as const;

export const relationsParameters = Type.Object(
  {
    ...keyAt,
    relation: Type.Optional(
      Type.String({ description: "The id of one relation; all of them when absent.", maxLength: 100 }),
    ),
    cursor: Type.Optional(
      Type.String({ pattern: bytesPattern, description: "`next` of the relation, to look further." }),
    ),
  },
  closed,
);

export const eventsParameters = Type.Object(
  {
    prefix: Type.Optional(
      Type.String({ description: "Only changes of keys that start with this text; all when absent." }),
    ),
    prefixb: Type.Optional(
      Type.String({ pattern: bytesPattern, description: "The same as base64url of the bytes." }),
    ),
    since: Type.Optional(
      Type.String({
        pattern: "^(0|[1-9][0-9]{0,18})(\\.(0|[1-9][0-9]{0,8}))?$",
        description: "The id of the last event seen; the header Last-Event-ID goes before it.",
      }),
    ),
  },
  closed,
);

export const leaseParameters = Type.Object({
  id: Type.String({ minLength: 1 }),
  lease: Type.String({ pattern: leasePattern }),
});

export const leasesParameters = Type.Object(
  {
    lease: Type.Optional(Type.String({ pattern: leasePattern, description: "One lease alone." })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: leaseLimits.most, default: leaseLimits.usual })),
  },
  closed,
);

export const leaseKeysParameters = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: pageLimits.most, default: pageLimits.usual })),
    cursor: Type.Optional(Type.String({ pattern: bytesPattern, description: "`next` of the page before." })),
  },
  closed,
);

export type LeaseParameters = Static<typeof leaseParameters>;
export type LeasesParameters = Static<typeof leasesParameters>;
export type LeaseKeysParameters = Static<typeof leaseKeysParameters>;
export type SourceParameters = Static<typeof sourceParameters>;
export type ChildrenParameters = Static<typeof childrenParameters>;
export type SearchParameters = Static<typeof searchParameters>;
export type ValueParameters = Static<typeof valueParameters>;
export type FieldsParameters = Static<typeof fieldsParameters>;
export type DocumentParameters = Static<typeof documentParameters>;
export type BytesParameters = Static<typeof bytesParameters>;
export type RelationsParameters = Static<typeof relationsParameters>;
export type RevealBody = Static<typeof revealBody>;
export type EventsParameters = Static<typeof eventsParameters>;
export type ParameterSchema = TObject;
