// @vitest-environment node
import type { FieldAnswer } from "@etcdscope/contract";
import { describe, expect, it } from "vitest";
import { readingsOfField, relativeTime } from "./field-readings.ts";

const leaf = (parts: Partial<FieldAnswer>): FieldAnswer => ({
  name: null,
  span: [0, 2],
  value: [1, 2],
  ...parts,
});
const time = (seconds: string, nanos = "0"): FieldAnswer =>
  leaf({
    type: "k8s.io.apimachinery.pkg.apis.meta.v1.Time",
    children: [leaf({ name: "seconds", text: seconds }), leaf({ name: "nanos", text: nanos })],
  });

describe("what is not in the bytes", () => {
  it("is the time that seconds and nanoseconds stand for", () => {
    expect(readingsOfField(time("1700000000"), false).time).toEqual({
      at: 1_700_000_000_000,
      iso: "2023-11-14T22:13:20Z",
    });
    expect(readingsOfField(time("1700000000", "250000000"), false).time?.iso).toBe(
      "2023-11-14T22:13:20.250Z",
    );
    expect(readingsOfField(time("99999999999999999"), false).time).toBeUndefined();
  });

  it("of a time that is a text is only how long ago it was", () => {
    const field = leaf({ type: "string", text: "2023-11-14T22:13:20Z" });
    expect(readingsOfField(field, false).time).toEqual({ at: 1_700_000_000_000 });
    expect(readingsOfField(leaf({ text: "2023-11-14" }), false).time).toBeUndefined();
  });

  it("on the wire is what else a number may be", () => {
    const other = (wireType: string, text: string) =>
      readingsOfField(leaf({ wireType, text }), true).numbers.map(({ as, text }) => `${as} ${text}`);
    expect(other("varint", "150")).toEqual(["zigzag 75"]);
    expect(other("varint", "18446744073709551615")).toEqual(["signed -1", "zigzag -9223372036854775808"]);
    expect(other("fixed64", "4609434218613702656")).toEqual(["double 1.5"]);
    expect(other("fixed32", "3196059648")).toEqual(["signed -1098907648", "float -0.25"]);
    expect(other("length-delimited", "150")).toEqual([]);
    expect(readingsOfField(leaf({ wireType: "varint", text: "150" }), false).numbers).toEqual([]);
  });
});

describe("how long ago something was", () => {
  it("is told in the largest unit that fits, in the words of the language", () => {
    const now = Date.UTC(2026, 0, 1);
    expect(relativeTime(now - 3 * 366 * 86_400_000, now, "en")).toBe("3 years ago");
    expect(relativeTime(now - 90_000, now, "en")).toBe("1 minute ago");
    expect(relativeTime(now + 7200_000, now, "zh")).toBe("2小时后");
    expect(relativeTime(now, now, "en")).toBe("now");
  });
});
