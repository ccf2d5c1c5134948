import type { Int64Text, KeyName } from "./answers.ts";

/** How another object belongs to the one that was asked about, seen from that one. */
export type RelationId =
  | "owner"
  | "definition"
  | "namespace"
  | "node"
  | "uses"
  | "bound"
  | "endpoints"
  | "pods"
  | "routes"
  | "scales"
  | "grants"
  | "subjects"
  | "about"
  | "holder"
  | "owns"
  | "events"
  | "usedBy"
  | "routedBy"
  | "scaledBy"
  | "grantedBy"
  | "runs"
  | "instances";

/** Another object, under the key where it stands, or would if it existed. */
export interface RelatedAnswer extends KeyName {
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** `forbidden`: the source does not say whether it exists. */
  readonly state: "present" | "missing" | "forbidden";
  /** One of the two means another object of this name, with another uid: it was deleted and made anew. */
  readonly otherUid?: true;
  /** It is well if it does not exist. */
  readonly optional?: true;
  /** Where the document that was asked about says so. */
  readonly path?: string;
  /** Where the other document says so. */
  readonly theirPath?: string;
}

/** Objects of one relation: those that the document names, or those found among candidates by reading these. */
export interface RelationAnswer {
  /** To go on with this relation: `relation=` of another question. */
  readonly id: string;
  readonly relation: RelationId;
  /** The kind of the candidates; null where the document names the objects, and for candidates of any kind. */
  readonly kind: string | null;
  readonly related: readonly RelatedAnswer[];
  /** Candidates looked at, this answer's and those before, of all. */
  readonly looked: number;
  readonly total: number;
  /** To look further: `cursor=` of another question; null when all were looked at. */
  readonly next: string | null;
}

export interface RelationsAnswer extends KeyName {
  /** The revision at which this is true. */
  readonly revision: Int64Text;
  readonly relations: readonly RelationAnswer[];
  /** Why nobody looked for objects that name this one: the keys are not known yet, or too many at that revision. */
  readonly unsearched: "indexing" | "too_large" | null;
}
