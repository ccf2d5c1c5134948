import { urls } from "@etcdscope/contract";
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../locale/format.ts";
import { StateNote } from "../ui/state.tsx";
import type { ViewProps } from "./view-props.ts";

/** Says of a very long document that only its beginning came, or that YAML is not made of it, and offers all of it. */
export function DocumentCut({ source, keyRef, value, form }: ViewProps & { readonly form: "json" | "yaml" }) {
  const { t } = useTranslation();
  const { size } = useFormat();
  const { json, jsonLength = 0, documentLayer, layer } = value;
  const of = documentLayer ?? layer;
  const href = urls.document(source, keyRef, value.revision, {
    form,
    ...(of !== undefined && { layer: of }),
  });
  const sizes = { shown: size(json?.length ?? 0), all: size(jsonLength) };
  return (
    <StateNote state="tooLarge">
      {t(form === "json" ? "document.cut" : "document.noYaml", sizes)}{" "}
      {value.bytes === undefined && (
        <Button size="compact-xs" variant="default" component="a" href={href} download>
          {t("document.download")}
        </Button>
      )}
    </StateNote>
  );
}
