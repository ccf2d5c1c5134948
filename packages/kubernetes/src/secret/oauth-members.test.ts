import { expect, test } from "vitest";
import { leaks, masked, secretText } from "./secret-values.testing.ts";

const text = (kind: string, more: object): string =>
  JSON.stringify({ apiVersion: "oauth.openshift.io/v1", kind, ...more });

test.each([
  [
    "/openshift.io/oauth/clients/me",
    text("OAuthClient", { metadata: { name: "me" }, secret: secretText, additionalSecrets: [secretText] }),
  ],
  [
    "/openshift.io/oauth/accesstokens/sha256~one",
    text("OAuthAccessToken", {
      metadata: { name: secretText },
      refreshToken: secretText,
      authorizeToken: secretText,
    }),
  ],
])("what OpenShift keeps in JSON under %s leaks nothing when any bit of it is another", (key, value) => {
  const sound = new TextEncoder().encode(value);
  expect(leaks(sound)).toBe(true);
  for (let bit = 0; bit < sound.length * 8; bit++) {
    const damaged = new Uint8Array(sound);
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect([bit, leaks(masked(key, damaged))]).toEqual([bit, false]);
  }
});

test("of an OAuth client all is shown but its secrets, its annotations and what it does not have", () => {
  const client = {
    metadata: { name: "me", labels: { a: "b" }, note: "x" },
    secret: "one",
    redirectURIs: ["https://x/"],
    grantMethod: "auto",
    accessTokenMaxAgeSeconds: 5,
    recret: "two",
  };
  const shown = JSON.parse(
    Buffer.from(masked("/openshift.io/oauth/clients/me", text("OAuthClient", client))).toString(),
  );
  expect(shown).toEqual({
    apiVersion: "oauth.openshift.io/v1",
    kind: "OAuthClient",
    ...client,
    metadata: { ...client.metadata, note: "*" },
    secret: "***",
    recret: "***",
  });
});
