import { expect, test } from "vitest";
import { parseExact, readRandomObjects, readSchema, withoutNulls } from "../fixtures.testing.ts";
import { createDecoder } from "./decoder.ts";
import { printJson } from "./print.ts";

const decoder = createDecoder(readSchema());
const noKey = new Uint8Array();

test.each(readRandomObjects())("writes a random $gvk as Kubernetes does", ({ value, expected }) => {
  const decoded = decoder.decode(noKey, value);
  expect(decoded.encoding).toMatchObject({ outcome: "ok", explained: value.length });
  const text = printJson(decoded)?.text ?? "";
  expect(withoutNulls(parseExact(text))).toEqual(withoutNulls(expected));
});
