import type { FieldAnswer, MaskedAnswer, SpanPair } from "@etcdscope/contract";
import { IconChevronRight, IconLock } from "@tabler/icons-react";
import { memo, type PointerEvent, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../locale/format.ts";
import { type Lit, lightNames, lightOf, litIn, litOfField } from "../pointing/lit.ts";
import { isFrozen, useLit, usePointed } from "../pointing/pointing.ts";
import { ByteText } from "../ui/byte-text.tsx";
import { FieldDerived } from "./field-derived.tsx";
import { FieldExtraButtons } from "./field-extras.tsx";
import { nameless } from "./field-line.ts";
import type { FieldRow } from "./field-rows.ts";
import { type Guessing, GuessSelect, isGuessable } from "./guess-select.tsx";
import { hexOffset } from "./span.ts";
import type { FieldCursor } from "./use-field-cursor.ts";
import type { ShownValue } from "./view-props.ts";

interface FieldGridRowProps {
  readonly id: string;
  readonly row: FieldRow;
  /** The bytes of the field above. */
  readonly parent: SpanPair | undefined;
  readonly value: ShownValue;
  readonly pinned: Lit | undefined;
  readonly index: number;
  readonly top: number;
  readonly active: boolean;
  readonly masked: MaskedAnswer | undefined;
  readonly guessing: Guessing | undefined;
  readonly choose: FieldCursor["choose"];
  readonly toggle: FieldCursor["toggle"];
}

export const FieldGridRow = memo(function FieldGridRow(props: FieldGridRowProps) {
  const { row, value, index, top, active, masked, guessing, choose } = props;
  const format = useFormat();
  const { pointing } = usePointed();
  const lights = useLights(props);
  const { field } = row;
  const [start, end] = field.span;
  const onEnter = (event: PointerEvent): void => {
    if (!isFrozen(event)) pointing.point(litOfField(value, field));
  };
  return (
    // biome-ignore lint/a11y: the grid has the focus and the keyboard, and names the active row.
    <div
      id={props.id}
      role="row"
      className={`field-row ${lights}`}
      data-active={active}
      data-problem={field.problem !== undefined}
      aria-rowindex={index + 2}
      aria-level={row.depth}
      aria-posinset={row.position}
      aria-setsize={row.setSize}
      aria-selected={active}
      aria-expanded={row.open}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => choose([row.id], field, false)}
      onPointerEnter={onEnter}
    >
      <NameCell {...props} />
      {/* biome-ignore lint/a11y: see the row. */}
      <span role="gridcell" className="field-right field-dim numeric" title={tagOf(field)}>
        {field.number}
      </span>
      {/* biome-ignore lint/a11y: see the row. */}
      <span role="gridcell" className="field-dim" title={field.type}>
        {guessing !== undefined && isGuessable(field) ? (
          <GuessSelect field={field} guessing={guessing} />
        ) : (
          (shortType(field.type) ?? field.wireType)
        )}
      </span>
      {/* biome-ignore lint/a11y: see the row. */}
      <span role="gridcell" className="code">
        <FieldValue field={field} masked={masked} />
        <FieldExtraButtons path={field.path} />
        <FieldDerived field={field} onWire={guessing !== undefined} />
      </span>
      {/* biome-ignore lint/a11y: see the row. */}
      <span role="gridcell" className="field-right field-dim code">
        {hexOffset(start)}
      </span>
      {/* biome-ignore lint/a11y: see the row. */}
      <span role="gridcell" className="field-right field-dim numeric">
        {format.number(end - start)}
      </span>
    </div>
  );
});

/** How the row is lit by what is pointed at, and by what the address holds fast. */
function useLights({ row, parent, value, pinned }: FieldGridRowProps): string {
  const { span } = row.field;
  const light = useLit(
    useCallback((lit: Lit | undefined) => lightOf(litIn(lit, value), span, parent), [value, span, parent]),
  );
  const held = lightOf(pinned, span, parent);
  return [light && lightNames.lit[light], held && lightNames.pinned[held]].filter(Boolean).join(" ");
}

/** Which entry of its list or map the field is: `[0]`, `["app"]`. */
const indexOf = ({ name, path }: FieldAnswer): string | undefined =>
  name === null ? undefined : /\[[^[\]]*\]$/.exec(path ?? "")?.[0];

/** A message's own name, without its package. */
const shortType = (type: string | undefined): string | undefined => type?.replace(/^(\w+\.)+(?=\w+$)/, "");

/** The tag as it stands on the wire: the number and the wire type in one varint. */
function tagOf({ number, wireType }: FieldAnswer): string | undefined {
  const type = wireTypes.indexOf(wireType ?? "");
  return number === undefined || type < 0 ? undefined : hexOffset(number * 8 + type);
}

const wireTypes = ["varint", "fixed64", "length-delimited", "start group", "end group", "fixed32"];

const utf8 = new TextEncoder();

function NameCell({ row, toggle }: FieldGridRowProps) {
  const { t } = useTranslation();
  const { field, open } = row;
  return (
    // biome-ignore lint/a11y: see the row.
    <span role="gridcell" className="field-name code" style={{ paddingLeft: (row.depth - 1) * 14 }}>
      {open === undefined ? (
        <span className="tree-twisty" />
      ) : (
        // biome-ignore lint/a11y: a larger mouse target of the row's own expansion.
        <span
          className="tree-twisty"
          data-open={open}
          onClick={(event) => {
            event.stopPropagation();
            toggle(row);
          }}
        >
          <IconChevronRight size={14} stroke={2} aria-hidden />
        </span>
      )}
      {field.name ?? <em>{nameless(field, t)}</em>}
      <span className="field-index">{indexOf(field)}</span>
    </span>
  );
}

/** A value's text is cut where it would not be seen anyway. */
const mostText = 300;

function FieldValue({ field, masked }: { field: FieldAnswer; masked: MaskedAnswer | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (field.problem !== undefined) {
    return <span className="field-problem">{t("fields.problem", { reason: field.problem })}</span>;
  }
  if (field.masked === true && (field.children ?? []).length === 0) {
    return (
      <span className="field-masked field-dim">
        <IconLock size={13} aria-hidden />{" "}
        {masked === undefined
          ? t("fields.maskedShort")
          : t("fields.masked", { size: format.size(masked.size), fingerprint: masked.fingerprint })}
      </span>
    );
  }
  if (field.text === undefined) return null;
  return <ByteText bytes={utf8.encode(field.text.slice(0, mostText))} />;
}
