// @vitest-environment node
import { describe, expect, it } from "vitest";
import { yamlOf } from "./yaml.ts";

describe("a JSON text as YAML", () => {
  it("keeps exact numbers and the look of kubectl", () => {
    const json = '{"a":9007199254740993,"b":[{"c":"x"},{}],"d":"yes","e":"one\\ntwo\\n"}';
    expect(yamlOf(json).text).toBe('a: 9007199254740993\nb:\n- c: x\n- {}\nd: "yes"\ne: |\n  one\n  two\n');
  });

  it("says where each value stands, by path", () => {
    const { text, ranges } = yamlOf('{"spec":{"containers":[{"image":"nginx"}]}}');
    const image = ranges.find(([path]) => path === "spec.containers[0].image");
    expect(text.slice(image?.[1], image?.[2])).toBe("nginx");
  });
});
