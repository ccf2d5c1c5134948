import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useQueryFactory } from "./api-context.tsx";
import type { IndexWish } from "./client.ts";

/** Asks for the index, or that it be stopped; the answer says how the source stands then. */
export function useIndexWish(source: string, wish: IndexWish) {
  const queries = useQueryFactory();
  const client = useQueryClient();
  return useMutation({
    ...queries.index(source, wish),
    onSuccess: (answer) => client.setQueryData(queries.source(source).queryKey, answer),
  });
}
