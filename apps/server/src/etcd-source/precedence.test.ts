import { expect, test } from "vitest";
import { Precedence } from "./precedence.ts";

test("background work stands back until no question is left, and not longer than half a second", async () => {
  const precedence = new Precedence();
  await precedence.standBack(undefined);
  const answers: (() => void)[] = [];
  const ask = () => precedence.first(() => new Promise<void>((resolve) => answers.push(resolve)));
  const questions = [ask(), ask()];
  let isFree = false;
  const waiting = precedence.standBack(undefined).then(() => {
    isFree = true;
  });
  answers[0]?.();
  await questions[0];
  expect(isFree).toBe(false);
  answers[1]?.();
  await waiting;
  expect(isFree).toBe(true);

  const endless = ask();
  const begun = performance.now();
  await precedence.standBack(undefined);
  expect(performance.now() - begun).toBeGreaterThan(400);
  answers[2]?.();
  await endless;
});

test("background work that is aborted does not go on", async () => {
  const precedence = new Precedence();
  const stop = new AbortController();
  void precedence.first(() => new Promise(() => undefined));
  const waiting = precedence.standBack(stop.signal);
  stop.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
});
