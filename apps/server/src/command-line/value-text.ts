import type { AllocationsAnswer, LayerAnswer } from "@etcdscope/contract";
import type { ShownValue, Views } from "../decoding/stored-value.ts";
import type { WireGuesses } from "../decoding/wire-nodes.ts";
import { fieldText } from "./field-text.ts";
import { asLine, say, type Terminal } from "./terminal.ts";

export type TextForm = "json" | "yaml" | "fields" | "wire";

/** A value as text in one of its forms; null where it does not have that one. */
export function textOf(shown: ShownValue, form: TextForm, guesses?: WireGuesses): string | null {
  if (form === "json" || form === "yaml") {
    const document = shown.document(form);
    return document === null ? null : asLine(document);
  }
  const views = shown.views({
    allFields: true,
    allText: false,
    isBounded: false,
    ...(guesses !== undefined && { guesses }),
  });
  return form === "fields" ? fieldsText(views) : wireText(views);
}

/** Tells the person what of a value could not be understood, and why. */
export function tellOutcome({ encoding, notes }: ShownValue, terminal: Terminal): void {
  for (const { code, message } of notes)
    if (code === "quantities_restated") say(terminal, `etcdscope: ${message}`);
  const { id, outcome, reason = "no reason is known", offset } = encoding;
  if (outcome === "ok") return;
  const place = offset === undefined || reason.includes("at byte ") ? "" : ` (at byte ${offset})`;
  const found = outcome === "sealed" ? "" : `decoded as ${id}, but ${outcome}: `;
  say(terminal, `etcdscope: ${found}${reason}${place}.`);
}

/** The fields of the stored bytes, those of its layers, and what follows from the value. */
function fieldsText(views: Views): string | null {
  if (views.fields === null) return null;
  const layers = views.layers.map((layer) => `\n${headOf(layer)}${fieldText(layer.fields ?? [])}`);
  const allocations = views.allocations === null ? [] : [`\n${allocationsText(views.allocations)}`];
  const notes = views.notes.map(({ message }) => `\n${message}\n`);
  const readings = (views.readings ?? []).map(({ as, text }) => `\ncan be read as ${as}: ${asLine(text)}`);
  return [fieldText(views.fields), ...layers, ...allocations, ...notes, ...readings].join("");
}

function wireText({ wire, layers }: Views): string | null {
  const inLayers = layers.flatMap((layer) =>
    layer.wire === null ? [] : [`${headOf(layer)}${fieldText(layer.wire)}`],
  );
  const all = [...(wire === null ? [] : [fieldText(wire)]), ...inLayers];
  return all.length === 0 ? null : all.join("\n");
}

function headOf({ name, size, parent: [start, end], provenance }: LayerAnswer): string {
  return `${name} by ${provenance}: ${size} bytes, from ${start} to ${end}\n`;
}

/** One a line: the address or port, its offset, and the byte and bit that say so. */
function allocationsText({ of, range, total, count, allocated }: AllocationsAnswer): string {
  const head = `${count} of ${total} ${of} in ${range} are allocated\n`;
  const width = Math.max(...allocated.map(({ value }) => value.length));
  const lines = allocated.map(
    ({ value, offset, span, bit }) =>
      `  ${value.padEnd(width)}  offset ${offset}  byte ${span[0]} bit ${bit}\n`,
  );
  const more = count > allocated.length ? [`  and ${count - allocated.length} more\n`] : [];
  return [head, ...lines, ...more].join("");
}
