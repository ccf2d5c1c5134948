import { expect, test } from "vitest";
import { placesOf } from "./places.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const texts = (places: readonly Uint8Array[]): string[] =>
  places.map((place) => new TextDecoder().decode(place));

test("likely places are the usual ones and the directories that known keys share", () => {
  expect(texts(placesOf([]))).toEqual(["/", "/registry/"]);
  const keys = ["/registry/pods/a/x", "/registry/leases/b", "/app/data/x/1", "/app/data/y/2"].map(bytes);
  expect(texts(placesOf(keys))).toEqual(["/", "/app/", "/app/data/", "/registry/"]);
});

test("likely places are the beginnings of known keys where these have no directory", () => {
  expect(texts(placesOf(["aab1", "aab2"].map(bytes)))).toEqual(["/", "/registry/", "a", "aa", "aab"]);
  expect(placesOf([new Uint8Array(300)])).toHaveLength(14);
});

test("likely places stay few, whatever was written", () => {
  const keys = Array.from({ length: 500 }, (_, at) => bytes(`/${at}/${"x/".repeat(100)}`));
  expect(placesOf(keys).length).toBeLessThan(100);
});
