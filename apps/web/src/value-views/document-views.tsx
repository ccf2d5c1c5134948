import { lazy, Suspense } from "react";
import { Skeleton } from "../ui/skeleton.tsx";
import { DocumentCut } from "./document-cut.tsx";
import { DocumentWithTools } from "./document-tools.tsx";
import type { ViewProps } from "./view-props.ts";

const YamlText = lazy(() => import("./yaml-text.tsx"));

export function JsonView(props: ViewProps) {
  const { json, jsonRanges } = props.value;
  return (
    <>
      {props.value.jsonLength !== undefined && <DocumentCut {...props} form="json" />}
      <DocumentWithTools {...props} syntax="json" text={json ?? ""} ranges={jsonRanges} />
    </>
  );
}

export function YamlView(props: ViewProps) {
  if (props.value.jsonLength !== undefined) return <DocumentCut {...props} form="yaml" />;
  return (
    <Suspense fallback={<Skeleton lines={12} />}>
      <YamlText {...props} />
    </Suspense>
  );
}
