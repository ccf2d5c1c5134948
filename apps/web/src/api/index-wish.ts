import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useQueryFactory } from "./api-context.tsx";
import type { IndexWish } from "./client.ts";

/** Asks for the index, or that it be stopped; the answer says how the source stands then. */
export function useIndexWish(source: string, wish: IndexWish) {
  const queries = useQueryFactory();
  const client = useQueryClient();
  return useMutation({
    ...queries.index(source, wish),
    onSuccess: (answer) => {
      const { queryKey } = queries.source(source);
      client.setQueryData(queryKey, answer);
      // A small index is there before this answer: what the live stream told of it would be forgotten.
      void client.invalidateQueries({ queryKey });
    },
  });
}
