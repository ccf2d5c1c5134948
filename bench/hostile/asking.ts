import { Agent, request } from "node:http";
import { connect } from "node:net";

/** How a question ended: the code of its error, `ok`, or what became of the connection. */
export type Outcome = string;

export interface Asked {
  readonly outcome: Outcome;
  readonly status: number;
  readonly bytes: number;
}

export interface Question {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds after which the asker leaves. */
  readonly leaves?: number;
  /** Bytes after which it has read enough, as of a stream without end. */
  readonly enough?: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 100 });

/** Asks and reads the answer to its end; of errors the code is kept, of others nothing. */
export function ask(address: string, question: Question): Promise<Asked> {
  const {
    path,
    method = "GET",
    headers = {},
    body = "",
    leaves,
    enough = Number.POSITIVE_INFINITY,
  } = question;
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    const sent = request({ agent, hostname, port, path, method, headers }, (response) => {
      const kept: Buffer[] = [];
      let bytes = 0;
      const done = (): void => resolve({ outcome: outcomeOf(status, kept), status, bytes });
      const status = response.statusCode ?? 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (status >= 400) kept.push(chunk);
        if (bytes < enough && !response.headers["content-type"]?.startsWith("text/event-stream")) return;
        done();
        sent.destroy();
      });
      response.on("end", done);
      response.on("error", done);
    });
    sent.on("error", () => resolve({ outcome: "connection closed", status: 0, bytes: 0 }));
    if (leaves !== undefined)
      setTimeout(() => {
        resolve({ outcome: "the asker left", status: 0, bytes: 0 });
        sent.destroy();
      }, leaves);
    sent.end(body);
  });
}

function outcomeOf(status: number, body: readonly Buffer[]): Outcome {
  if (status < 400) return "ok";
  const text = Buffer.concat(body).toString();
  const code = /^\{"error":\{"code":"(\w+)"/.exec(text)?.[1];
  return code ?? (text === "" ? `${status}` : `${status} in another form`);
}

/** Writes bytes as they are, and reads what comes until the connection is closed; `drip` goes on writing one a second. */
export function askRaw(address: string, text: string, drip = false): Promise<Asked> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(text));
    const dripping = drip ? setInterval(() => socket.write("x"), 1000) : undefined;
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearInterval(dripping);
      const status = Number(answer.split(" ")[1] ?? 0);
      const code = /\{"error":\{"code":"(\w+)"/.exec(answer)?.[1];
      resolve({
        outcome: code ?? (status === 0 ? "connection closed" : String(status)),
        status,
        bytes: answer.length,
      });
    });
  });
}
