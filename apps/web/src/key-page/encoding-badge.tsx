import type { ValueAnswer } from "@etcdscope/contract";
import { useTranslation } from "react-i18next";
import { useFormat } from "../locale/format.ts";

/** How the bytes were understood, and how much of them. */
export function EncodingBadge({ value }: { value: ValueAnswer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { encoding } = value;
  const { id, apiVersion, kind, provider, keyName, schema, outcome } = encoding;
  const object = [apiVersion, kind].filter((part) => part !== undefined).join(" ");
  const wrapped = [provider, keyName].filter((part) => part !== undefined).join(", ");
  const share = format.share(encoding.explained, value.size);
  const isNamed = id === "protobuf" && schema !== undefined;
  const parts = [
    t(isNamed ? "encoding.protobufOf" : `encoding.${id}`) + (wrapped === "" ? "" : `: ${wrapped}`),
    isNamed ? schema : object,
    isNamed || id === "kubernetes-protobuf" ? t("encoding.explained", { share }) : "",
  ].filter((part) => part !== "");
  return (
    <span
      className="encoding"
      data-outcome={outcome}
      title={schema === undefined ? encoding.reason : t("encoding.schema", { schema })}
    >
      {parts.map((part, at) => (
        <span key={part} className={at === 0 ? "encoding-name" : undefined}>
          {part}
        </span>
      ))}
    </span>
  );
}
