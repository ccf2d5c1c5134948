import { useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { refOfSearch } from "../links/view-state.ts";
import { Boundary } from "../ui/boundary.tsx";
import { PageSkeleton } from "../ui/skeleton.tsx";
import { BadKey } from "./bad-key.tsx";

/** Fetches the script of the key page, once. */
export const loadKeyPage = () =>
  import("../key-page/key-page.tsx").then(({ KeyPage }) => ({ default: KeyPage }));

const KeyPage = lazy(loadKeyPage);

/** Its script is apart: the views of a value are half of the app. */
export function KeyRoute() {
  const { source } = useParams({ from: "/s/$source" });
  const search = useSearch({ from: "/s/$source/key" });
  const key = refOfSearch(search);
  if (key === undefined) return <BadKey />;
  return (
    <Boundary about={JSON.stringify([source, search])}>
      <Suspense fallback={<PageSkeleton lines={12} />}>
        <KeyPage source={source} keyRef={key} search={search} />
      </Suspense>
    </Boundary>
  );
}
