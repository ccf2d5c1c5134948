import { createContext, useContext } from "react";
import type { Queries } from "./queries.ts";

const QueriesContext = createContext<Queries | undefined>(undefined);

export const QueriesProvider = QueriesContext.Provider;

/** The questions that can be asked; given once, at the root. */
export function useQueryFactory(): Queries {
  const queries = useContext(QueriesContext);
  if (queries === undefined) throw new Error("QueriesProvider is missing");
  return queries;
}
