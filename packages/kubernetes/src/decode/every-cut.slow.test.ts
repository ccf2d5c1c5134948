import { expect, test } from "vitest";
import { complaint } from "./complaint.testing.ts";
import { hostileFixtures } from "./hostile.testing.ts";

/** Above this, cutting after each byte would take a quarter of an hour: twice the size is four times the work. */
const largestWhole = 16_384;
/** A prime, so that the cuts of a large value fall on every kind of place. */
const stride = 97;

/** Every fixture, cut after each of its bytes, keeps to the bounds: a minute and more, so it runs apart. */
test(`every value is read to its cut, cut after each byte, or each ${stride}th above ${largestWhole} bytes`, async () => {
  const complaints: string[] = [];
  let cuts = 0;
  for (const { name, key, value } of await hostileFixtures()) {
    for (let size = 0; size < value.length; size += value.length > largestWhole ? stride : 1) {
      cuts++;
      const wrong = complaint(key, value.subarray(0, size));
      if (wrong !== null) complaints.push(`${name} cut after ${size} bytes: ${wrong}`);
    }
  }
  expect(complaints).toEqual([]);
  expect(cuts).toBeGreaterThan(1_000_000);
});
