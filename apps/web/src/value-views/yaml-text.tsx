import { useMemo } from "react";
import { DocumentWithTools } from "./document-tools.tsx";
import type { ViewProps } from "./view-props.ts";
import { yamlOf } from "./yaml.ts";

/** The document as YAML, written here from its JSON. */
export default function YamlText(props: ViewProps) {
  const { json } = props.value;
  const { text, ranges } = useMemo(() => yamlOf(json ?? "null"), [json]);
  return <DocumentWithTools {...props} syntax="yaml" text={text} ranges={ranges} />;
}
