import { type KeyRef, toBase64Url } from "@etcdscope/contract";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useQueryFactory } from "../api/api-context.tsx";
import { compareBytes } from "../bytes/order.ts";
import { childIn, childName } from "../level/level-windows.ts";
import { keyAbove, pathSteps, rootPrefix } from "../links/key-ref.ts";

/**
 * Whether the prefix without its slash is a key too. What is loaded of the level above may tell; where that does not
 * reach the key, the server is asked for this one child, and where it cannot tell without an index, for the key.
 */
export function useIsKey(source: string, prefix: KeyRef): boolean {
  const queries = useQueryFactory();
  const above = keyAbove(prefix);
  const steps = pathSteps(above);
  const levelAbove = steps.at(-2)?.prefix ?? rootPrefix;
  const name = steps.at(-1)?.name;
  const loaded = useInfiniteQuery({ ...queries.children(source, levelAbove), enabled: false });
  const known =
    name === undefined || loaded.data === undefined ? undefined : childIn(loaded.data.pages, name);
  const isAsked = known === undefined && name !== undefined && !loaded.isFetching;
  const { data: one } = useQuery({
    ...queries.child(source, levelAbove, above, toBase64Url(name ?? new Uint8Array())),
    enabled: isAsked,
  });
  const cannotTell = one !== undefined && one.before === undefined;
  const key = useQuery({ ...queries.value(source, above, undefined), enabled: isAsked && cannotTell });
  if (known !== undefined) return known?.isKey === true;
  if (!isAsked || one === undefined) return false;
  if (cannotTell) return key.data !== undefined && key.error === null;
  return one.children.some((child) => child.isKey && compareBytes(childName(child), name) === 0);
}
