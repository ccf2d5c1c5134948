import type { AllocationAnswer, AllocationsAnswer } from "@etcdscope/contract";
import { useTranslation } from "react-i18next";
import { hexOffset, spanText } from "../value-views/span.ts";
import "./allocations.css";

/** Rows that are drawn: nobody reads more of them one by one. */
const mostRows = 500;

interface AllocationsProps {
  readonly allocations: AllocationsAnswer;
  /** Shows a place of the bytes, written as in the address. */
  readonly onPlace: (at: string) => void;
}

/** What the bits of a range's bitmap stand for. */
export function Allocations({ allocations, onPlace }: AllocationsProps) {
  const { t } = useTranslation();
  const { of, range, total, count, allocated } = allocations;
  const shown = allocated.slice(0, mostRows);
  const title = t(`allocations.${of}`);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reached by keyboard.
    <section className="allocations" aria-label={title} tabIndex={0}>
      <p>
        <strong>{title}</strong> {t("allocations.summary", { count, total, range })}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t(`allocations.each.${of}`)}</th>
            <th scope="col">{t("allocations.offset")}</th>
            <th scope="col">{t("allocations.bit")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((allocation) => (
            <AllocationRow key={allocation.offset} allocation={allocation} onPlace={onPlace} />
          ))}
        </tbody>
      </table>
      {count > shown.length && <p>{t("allocations.more", { count: count - shown.length })}</p>}
    </section>
  );
}

interface AllocationRowProps {
  readonly allocation: AllocationAnswer;
  readonly onPlace: (at: string) => void;
}

function AllocationRow({ allocation: { value, offset, span, bit }, onPlace }: AllocationRowProps) {
  const { t } = useTranslation();
  return (
    <tr>
      <th scope="row" className="code">
        {value}
      </th>
      <td className="numeric">{offset}</td>
      <td>
        <button
          type="button"
          className="code"
          aria-label={t("allocations.showBit", { value })}
          onClick={() => onPlace(spanText(span))}
        >
          {hexOffset(span[0])}:{bit}
        </button>
      </td>
    </tr>
  );
}
