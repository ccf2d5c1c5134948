/** Questions to a running etcdscope, over connections that are kept. */
import { Agent, get } from "node:http";
import type { ChildrenAnswer, SourceAnswer } from "@etcdscope/contract";
import { urls } from "@etcdscope/contract";
import { shareOf } from "./writer.ts";

const id = "etcd";

export class Asker {
  readonly #address: string;
  readonly #agent: Agent;

  constructor(address: string, clients = 1) {
    this.#address = address;
    this.#agent = new Agent({ keepAlive: true, maxSockets: clients });
  }

  async source(): Promise<SourceAnswer> {
    return JSON.parse(await this.text(urls.source(id)));
  }

  async children(prefix: string, limit = 500): Promise<ChildrenAnswer> {
    return JSON.parse(await this.text(urls.children(id, { key: prefix }, { limit })));
  }

  text(url: string): Promise<string> {
    return new Promise((resolve, reject) => {
      get(new URL(url, this.#address), { agent: this.#agent }, (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (text: string) => {
          body += text;
        });
        response.on("end", () => (response.statusCode === 200 ? resolve(body) : reject(new Error(body))));
      }).on("error", reject);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Addresses of levels of every depth, and of values under them. */
export async function placesIn(asker: Asker): Promise<{ levels: string[]; values: string[] }> {
  const kinds = await asker.children("/registry/");
  const levels = ["", "/registry/"];
  const values: string[] = [];
  for (const kind of kinds.children.filter((child) => child.isPrefix)) {
    levels.push(`${kind.key}/`);
    const { children } = await asker.children(`${kind.key}/`, 40);
    for (const child of children) {
      if (child.isKey) values.push(child.key);
      else levels.push(`${child.key}/`);
    }
  }
  for (const level of levels.slice(-200)) {
    const { children } = await asker.children(level, 5);
    values.push(...children.filter((child) => child.isKey).map((child) => child.key));
  }
  return {
    levels: levels.map((key) => urls.children(id, { key }, { limit: 500 })),
    values: values.map((key) => urls.value(id, { key })),
  };
}

/** Milliseconds that one question after the other takes. */
export async function timesOf(
  asker: Asker,
  places: readonly string[],
  times: number,
): Promise<{ p50: number; p99: number }> {
  const taken: number[] = [];
  for (let at = 0; at < times; at++) {
    const begun = performance.now();
    await asker.text(places[(at * 7919) % places.length] ?? "");
    taken.push(performance.now() - begun);
  }
  taken.sort((left, right) => left - right);
  return { p50: shareOf(taken, 0.5), p99: shareOf(taken, 0.99) };
}

/** Questions a second that so many clients get answered, each asking again as soon as it has its answer. */
export async function rateOf(
  address: string,
  places: readonly string[],
  clients: number,
  seconds: number,
): Promise<number> {
  const asker = new Asker(address, clients);
  const end = performance.now() + seconds * 1000;
  let answered = 0;
  const client = async (first: number): Promise<void> => {
    for (let at = first; performance.now() < end; at += 7919) {
      await asker.text(places[at % places.length] ?? "");
      answered++;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, at) => client(at * 31)));
  asker.close();
  return answered / seconds;
}
