import { damagedField, type Field, plainField } from "../field/node.ts";
import { WireReader } from "./reader.ts";
import { type ScalarType, wireTypeOf } from "./shape.ts";

/** The elements of a packed field: scalars behind each other, without tags. They tile `[start, end)`. */
export function packedFields(bytes: Uint8Array, start: number, end: number, scalar: ScalarType): Field[] {
  const reader = new WireReader(bytes, start, end);
  const nodes: Field[] = [];
  let at = start;
  while (at < end) {
    const behind = elementEnd(reader, at, scalar);
    if (behind < 0) {
      nodes.push(damagedField(at, end, "a packed element is cut off or too long"));
      break;
    }
    nodes.push(element(at, behind, scalar, nodes.length));
    at = behind;
  }
  return nodes;
}

function elementEnd(reader: WireReader, at: number, scalar: ScalarType): number {
  const wireType = wireTypeOf(scalar);
  if (wireType === 0) return reader.varintAt(at);
  const behind = at + (wireType === 1 ? 8 : 4);
  return behind <= reader.end ? behind : -1;
}

function element(start: number, end: number, scalar: ScalarType, index: number): Field {
  const field = plainField(start, end, scalar);
  field.wireType = wireTypeOf(scalar);
  field.index = index;
  field.place = "item";
  return field;
}
