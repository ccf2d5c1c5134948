import type { ObjectName, StoredObject } from "./stored-object.ts";

/** How objects belong together, seen from the one that is open. */
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

/** Another object that a document names. */
export interface Reference {
  readonly relation: RelationId;
  readonly target: ObjectName;
  /** The other object that may be meant, where the text does not say which of both. */
  readonly alternative?: ObjectName;
  /** The target's uid, where it is told: an object of the same name with another uid is another one. */
  readonly uid?: string;
  /** Where the name stands in the document; of several places the first. */
  readonly path: string;
  /** It is well if the target does not exist. */
  readonly isOptional: boolean;
}

/** Where objects may stand that have to do with the open one. */
export interface Among {
  readonly group: string;
  /** `undefined`: of any kind. */
  readonly kind: string | undefined;
  /** The plural of a custom kind, where it is known. */
  readonly plural?: string;
  /** `undefined`: in every namespace, or in none. */
  readonly namespace: string | undefined;
  /** How their names begin. */
  readonly namePrefix: string;
}

/** What a candidate has to do with the open object. */
export interface Match {
  /** Where it says so, in the candidate's own document; absent where nothing does. */
  readonly path?: string;
  /** It means another object of the same name, which is gone. */
  readonly isOtherUid: boolean;
}

/** A search for objects that name the open one, or are named by it through their labels. */
export interface Lookup {
  readonly relation: RelationId;
  readonly among: Among;
  /** Of the open document, where there is a place for it: the selector. */
  readonly path?: string;
  match(candidate: StoredObject): Match | undefined;
}
