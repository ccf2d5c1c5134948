import type { ReadingAnswer, ValueAnswer } from "@etcdscope/contract";
import { IconEye } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Banner } from "../ui/notice.tsx";
import "./readings.css";

/** What bytes of which nothing says what they are can be read as: a line each, a long one folded. */
export function Readings({ value: { readings = [] } }: { value: ValueAnswer }) {
  const { t } = useTranslation();
  if (readings.length === 0) return null;
  return (
    <Banner icon={IconEye} title={t("reading.title")}>
      <span className="readings">
        {readings.map((reading) => (
          <Reading key={reading.as} reading={reading} />
        ))}
      </span>
    </Banner>
  );
}

function Reading({ reading: { as, text } }: { reading: ReadingAnswer }) {
  const { t } = useTranslation();
  const name = t(`reading.${as}`);
  if (!text.includes("\n"))
    return (
      <span>
        {name} <code>{text}</code>
      </span>
    );
  return (
    <details>
      <summary>{name}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      <pre tabIndex={0}>{text}</pre>
    </details>
  );
}
