import { type FaultCode, SourceFault } from "../source/fault.ts";

/** Throws unless both say the same; bytes and 64-bit numbers are compared exactly. */
export function expectSame(actual: unknown, expected: unknown, what: string): void {
  const [shownActual, shownExpected] = [show(actual), show(expected)];
  if (shownActual !== shownExpected) {
    throw new Error(`${what}: expected ${shownExpected}, got ${shownActual}`);
  }
}

export function expectTrue(holds: boolean, what: string): void {
  expectSame(holds, true, what);
}

/** The fault that the work ends with; throws when it succeeds or fails in another way. */
export async function expectFault(work: () => Promise<unknown>, code: FaultCode): Promise<SourceFault> {
  const thrown = await thrownBy(work);
  if (!(thrown instanceof SourceFault)) {
    throw new Error(`expected the fault ${code}, got ${String(thrown)}`, { cause: thrown });
  }
  expectSame(thrown.code, code, "code of the fault");
  return thrown;
}

/** What the work throws, or `undefined` when it does not. */
export async function thrownBy(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  return undefined;
}

function show(value: unknown): string {
  if (value instanceof Uint8Array) {
    return `bytes(${Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("")})`;
  }
  if (Array.isArray(value)) {
    return `[${value.map(show).join(", ")}]`;
  }
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, part]) => `${name}: ${show(part)}`)
      .join(", ")}}`;
  }
  return typeof value === "bigint" ? `${value}n` : String(value);
}
