import type { FieldsAnswer } from "@etcdscope/contract";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useQueryFactory } from "../api/api-context.tsx";
import { type ApiFailure, failureOf } from "../api/client.ts";
import { appended, type FieldCut } from "./field-parts.ts";
import type { ViewProps } from "./view-props.ts";

/** A tree of which very long lists come in parts, and how to have more of one. */
export interface FieldParts {
  readonly tree: FieldsAnswer;
  /** Absent where the bytes are in no address: what was revealed comes at once or not at all. */
  readonly load: ((cut: FieldCut) => void) | undefined;
  readonly isLoading: boolean;
  readonly failure: ApiFailure | undefined;
}

/** What was loaded belongs to the answer that it was loaded for. */
export function useFieldParts(
  { source, keyRef, value, guess }: ViewProps,
  kind: "fields" | "wire",
  first: FieldsAnswer,
): FieldParts {
  const { moreFields } = useQueryFactory();
  const [known, setKnown] = useState({ of: first.fields, tree: first });
  const tree = known.of === first.fields ? known.tree : first;
  const { mutate, isPending, error } = useMutation({
    mutationFn: async ({ at, told }: FieldCut) => {
      const part = { tree: kind, from: told, ...(at !== "" && { at }) };
      const { layer } = value;
      const of = { ...(layer !== undefined && { layer }), ...(kind === "wire" && guess && { guess }) };
      return moreFields(source, keyRef, { rev: value.revision, part: { ...part, ...of } });
    },
    onSuccess: (part, { at }) => setKnown({ of: first.fields, tree: appended(tree, at, part) }),
  });
  return {
    tree,
    load: value.bytes === undefined ? (cut) => mutate(cut) : undefined,
    isLoading: isPending,
    failure: error === null ? undefined : failureOf(error),
  };
}
