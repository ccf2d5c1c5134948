import { describe, expect, it } from "vitest";
import { idHex, leaseHex } from "./hex-ids.ts";

describe("ids as etcdctl writes them", () => {
  it("writes members and clusters without zeros before them", () => {
    expect(idHex("39408544475802")).toBe("23d7844b6a9a");
    expect(idHex("-1")).toBe("ffffffffffffffff");
  });

  it("writes leases in 16 digits, so that what etcdctl printed is found on the page", () => {
    expect(leaseHex("245491926809901830")).toBe("0368299b54bafb06");
    expect(leaseHex("1")).toBe("0000000000000001");
    expect(leaseHex("-9223372036854775808")).toBe("8000000000000000");
  });
});
