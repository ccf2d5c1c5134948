import type { FieldAnswer } from "@etcdscope/contract";
import { useTranslation } from "react-i18next";
import { readingsOfField, relativeTime } from "./field-readings.ts";

/** What follows from a field's value and is not in its bytes, in brackets. */
export function FieldDerived({ field, onWire }: { field: FieldAnswer; onWire: boolean }) {
  const { i18n } = useTranslation();
  if (field.masked === true || field.problem !== undefined) return null;
  const { time, numbers } = readingsOfField(field, onWire);
  return (
    <>
      {field.label !== undefined && <Derived text={field.label} />}
      {time?.iso !== undefined && <Derived text={time.iso} />}
      {time !== undefined && <Derived text={relativeTime(time.at, Date.now(), i18n.language)} />}
      {numbers.map(({ as, text }) => (
        <Derived key={as} text={`${as} ${text}`} />
      ))}
    </>
  );
}

const Derived = ({ text }: { text: string }) => <span className="field-derived">{text}</span>;
