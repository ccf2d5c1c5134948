import { childrenCases } from "./children-cases.ts";
import type { ContractCase } from "./contract-case.ts";
import { followingCases } from "./following-cases.ts";
import { historyCases } from "./history-cases.ts";
import { listingCases } from "./listing-cases.ts";
import { readingCases } from "./reading-cases.ts";

/** The contract of {@link KeySource}, for every source there is. */
export const sourceContract: readonly ContractCase[] = [
  ...listingCases,
  ...childrenCases,
  ...readingCases,
  ...historyCases,
  ...followingCases,
];
