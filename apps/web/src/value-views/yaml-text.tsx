import { useMemo } from "react";
import { DocumentText } from "./document-text.tsx";
import type { ViewProps } from "./view-props.ts";
import { yamlOf } from "./yaml.ts";

/** The document as YAML, written here from its JSON. */
export default function YamlText(props: ViewProps) {
  const { json } = props.value;
  const { text, ranges } = useMemo(() => yamlOf(json ?? "null"), [json]);
  return <DocumentText {...props} syntax="yaml" text={text} ranges={ranges} />;
}
