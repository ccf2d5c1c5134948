import { useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { Boundary } from "../ui/boundary.tsx";
import { PageSkeleton } from "../ui/skeleton.tsx";

const ClusterPage = lazy(() => import("../cluster-page/cluster-page.tsx"));

/** Loaded when it is opened: most visits are about keys. */
export function ClusterRoute() {
  const { source } = useParams({ from: "/s/$source" });
  const { lease } = useSearch({ from: "/s/$source/cluster" });
  return (
    <Boundary about={source}>
      <Suspense fallback={<PageSkeleton lines={8} />}>
        <ClusterPage source={source} lease={lease} />
      </Suspense>
    </Boundary>
  );
}
