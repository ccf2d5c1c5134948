import { describe, expect, test } from "vitest";
import { timesPowerOfTwo } from "./decimal.ts";
import { printedQuantity } from "./printed.ts";
import { canonicalQuantity } from "./quantity.ts";

function canonical(text: string): string | null {
  const bytes = new TextEncoder().encode(text);
  return canonicalQuantity(bytes, 0, bytes.length);
}

/** Checked against kubectl, which prints these so unless it repeats the text that it was given (`+5`, `1E3`, `007`). */
const printed = [
  ["0", "0"],
  ["000", "0"],
  ["-0", "0"],
  ["0Ki", "0"],
  [".", "0"],
  ["m", "0"],
  ["Ki", "0"],
  ["e5", "0"],
  ["5.", "5"],
  [".5", "500m"],
  ["+5", "5"],
  ["007", "7"],
  ["1000m", "1"],
  ["1500m", "1500m"],
  ["1.500", "1500m"],
  ["1000", "1k"],
  ["1234567", "1234567"],
  ["0.5Ki", "512"],
  ["1023Ki", "1023Ki"],
  ["1024Ki", "1Mi"],
  ["1.5Gi", "1536Mi"],
  ["1.1Mi", "1153433600m"],
  ["0.1Ki", "102400m"],
  ["1E3", "1e3"],
  ["1e0", "1"],
  ["1e1", "10"],
  ["10e-4", "1e-3"],
  ["1e0005", "100e3"],
  ["1e4294967297", "10"],
  ["1e2147483647", "10e2147483646"],
  ["1E", "1E"],
  ["1000E", "1e21"],
  ["0.0001m", "100n"],
  ["0.1n", "1n"],
  ["-0.1n", "-1n"],
  ["1e-20", "1e-9"],
  ["0.9999999999", "1"],
  ["12345678901234567890.0000000001", "12345678901234567890000000001n"],
  ["7Ei", "7Ei"],
  ["8Ei", "9223372036854775807"],
  ["-8Ei", "-9223372036854775807"],
  ["9223372036854775807", "9223372036854775807"],
  ["9223372036854775807Ki", "9223372036854775807"],
  ["123456789012345678901234567890", "123456789012345678901234567890"],
] as const;

const refused = [
  "",
  "abc",
  "20GB",
  " 5",
  "5 ",
  "1.2.3",
  "1e",
  "1ee5",
  "1i",
  "1Kie5",
  "1m5",
  "1-5",
  "1+",
  "--1",
];

/** What apimachinery's decoder and encoder make of texts that are not canonical, or only look so. */
const repeated = [
  ["12E6", "12E6"],
  ["+5", "+5"],
  ["007", "007"],
  ["5.", "5."],
  ["1.500", "1.500"],
  ["1e0", "1e0"],
  ["7e03", "7e03"],
  ["001Ki", "001Ki"],
  ["12E5", "1200e3"],
  ["1000E3", "1e6"],
  ["-0", "0"],
  ["0.5", "500m"],
  ["0.500", "500m"],
  ["1024Ki", "1Mi"],
  ["0123456789012345678E3", "0123456789012345678E3"],
  ["1234567890123456789E3", "1234567890123456789e3"],
  ["abc", null],
] as const;

describe("a quantity", () => {
  test.each(repeated)(
    "%s is repeated by Kubernetes' encoder where it looks canonical: %s",
    (text, expected) => {
      const bytes = new TextEncoder().encode(text);
      expect(printedQuantity(bytes, 0, bytes.length)).toBe(expected);
    },
  );

  test.each(printed)("%s is printed as %s", (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  test.each([...refused, "Pi", "Ei", "e-10", "1e99999999999999999999", "é"])("is refused: %j", (text) => {
    expect(canonical(text)).toBeNull();
  });

  test("of a million digits is read in whole, in powers of ten and of two", () => {
    const many = "9".repeat(1_000_000);
    expect(canonical(many)).toBe(many);
    expect(canonical(`0.${many}Ki`)).toBe("1Ki");
    expect(canonical(`${many}Ki`)).toBe("9223372036854775807");
    expect(canonical(`1e${"0".repeat(1_000_000)}3`)).toBe("1e3");
  });
});

test("digits are multiplied as one number would be", () => {
  const digits = "123456789".repeat(11);
  expect(BigInt(timesPowerOfTwo(digits, 60))).toBe(BigInt(digits) * 2n ** 60n);
});
