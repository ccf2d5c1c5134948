// @vitest-environment node
import { keyRefOf } from "@etcdscope/contract";
import { describe, expect, it } from "vitest";
import { keyAbove, pathSteps, prefixUnder, refBytes } from "./key-ref.ts";

const text = new TextDecoder();
const names = (key: string): string[] => pathSteps({ key }).map((step) => text.decode(step.name));
const keys = (key: string): (string | undefined)[] => pathSteps({ key }).map((step) => step.key.key);

describe("the steps to a key", () => {
  it("keep the leading slash with the first name", () => {
    expect(names("/registry/pods/a")).toEqual(["/registry", "pods", "a"]);
    expect(keys("/registry/pods/a")).toEqual(["/registry", "/registry/pods", "/registry/pods/a"]);
  });

  it("are one for a key without a slash", () => {
    expect(names("compact_rev_key")).toEqual(["compact_rev_key"]);
  });

  it("end with the empty name where the key ends with a slash", () => {
    expect(names("/app/")).toEqual(["/app", ""]);
    expect(keys("/app/")).toEqual(["/app", "/app/"]);
  });

  it("pass through the empty name between two slashes", () => {
    expect(names("/app//double")).toEqual(["/app", "", "double"]);
    expect(keys("/app//double")).toEqual(["/app", "/app/", "/app//double"]);
  });

  it("split at the byte, before any text is made", () => {
    const steps = pathSteps(keyRefOf(Uint8Array.of(0x2f, 0x61, 0x2f, 0xff, 0x2f, 0x62)));
    expect(steps.map((step) => [...step.name])).toEqual([[0x2f, 0x61], [0xff], [0x62]]);
    expect(steps.map((step) => step.key)).toEqual([{ key: "/a" }, { keyb: "L2Ev_w" }, { keyb: "L2Ev_y9i" }]);
  });
});

describe("a prefix", () => {
  it("is the key and a slash, for text and for bytes", () => {
    expect(prefixUnder({ key: "/app" })).toEqual({ key: "/app/" });
    expect([...refBytes(prefixUnder({ keyb: "_w" }))]).toEqual([0xff, 0x2f]);
    expect(keyAbove({ key: "/app/" })).toEqual({ key: "/app" });
  });
});
