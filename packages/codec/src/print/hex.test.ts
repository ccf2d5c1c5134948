import { expect, test } from "vitest";
import { hexRows } from "./hex.ts";

test("shows sixteen bytes a row, printable ASCII beside them", () => {
  const bytes = new Uint8Array([...Buffer.from("k8s\0 ~\x7f"), ...new Uint8Array(10).fill(0xff)]);
  expect(hexRows(bytes)).toEqual([
    { offset: 0, hex: `6b 38 73 00 20 7e 7f${" ff".repeat(9)}`, ascii: "k8s. ~.........." },
    { offset: 16, hex: "ff", ascii: "." },
  ]);
});
