/** Characters of a server's words that are shown. */
const mostWords = 400;

/** What gRPC on this side says for itself when a call ends by its deadline or is given up: nobody's answer. */
const ownWords = /^(Deadline exceeded|Cancelled on client|Call cancelled|Waiting for LB pick)/;

/** What gRPC adds: a heading, when it tried last, and another heading with nothing behind it. */
const noise =
  /^No connection established\. Last error: (?:Error: )?| \(\d{4}-\d\d-\d\dT[\d:.]+Z\)|\. Resolution note:\s*$/g;

/**
 * The words that an error came with, from the server or from the network: without gRPC's code before them, in one
 * line, cut at 400 characters. `undefined` where there are none.
 */
export function wordsOf(error: unknown): string | undefined {
  const words = detailsOf(error)
    .replaceAll(noise, "")
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
  if (words === "" || ownWords.test(words)) return undefined;
  return words.length > mostWords ? `${words.slice(0, mostWords)}…` : words;
}

/** grpc-js has the words beside the code; the etcd3 package leaves both in one message. */
function detailsOf(error: unknown): string {
  if (error instanceof Error && "details" in error && typeof error.details === "string") return error.details;
  const said = error instanceof Error ? error.message : String(error);
  return said.replace(/^(?:\w*Error: )?\d+ [A-Z_]+: /, "");
}
