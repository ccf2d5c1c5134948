import { createHash } from "node:crypto";
import { get as httpGet, type IncomingMessage } from "node:http";
import {
  type ChildAnswer,
  type ChildrenAnswer,
  type KeyName,
  type KeyRef,
  keyRefOf,
  type LiveEvents,
  urls,
} from "@etcdscope/contract";

/**
 * Keeps the keys of a source as a page would that shows them all: read once, then moved by what the live stream tells, and read
 * anew only when it says `resync` or begins anew.
 */
export class Mirror {
  /** States in the order in which they were told, each once in a row. */
  readonly states: string[] = [];
  resyncs = 0;
  changes = 0;
  readonly #address: string;
  readonly #id: string;
  readonly #keys = new Set<string>();
  #since: string | undefined;
  #work: Promise<void> = Promise.resolve();
  #isLeft = false;
  #end: () => void = () => undefined;
  #begun: () => void = () => undefined;

  private constructor(address: string, id: string) {
    this.#address = address;
    this.#id = id;
  }

  static async of(address: string, id: string): Promise<Mirror> {
    const mirror = new Mirror(address, id);
    const begun = new Promise<void>((resolve) => {
      mirror.#begun = resolve;
    });
    mirror.#open();
    await begun;
    return mirror;
  }

  /** The same for the same keys in any order. */
  static digestOf(keys: Iterable<Uint8Array>): string {
    return sha256(Array.from(keys, (key) => Buffer.from(key).toString("latin1")));
  }

  /** Of what it has, when all that was told is worked in. */
  async digest(): Promise<string> {
    await this.#work;
    return sha256([...this.#keys]);
  }

  leave(): void {
    this.#isLeft = true;
    this.#end();
  }

  #open(): void {
    const since = this.#since === undefined ? {} : { since: this.#since };
    const request = httpGet(new URL(urls.events(this.#id, since), this.#address), { agent: false });
    request.on("error", () => this.#again());
    request.on("response", (response) => this.#read(response));
    this.#end = () => request.destroy();
  }

  #read(response: IncomingMessage): void {
    let rest = "";
    response.setEncoding("utf8").on("data", (text: string) => {
      const frames = (rest + text).split("\n\n");
      rest = frames.pop() ?? "";
      for (const frame of frames) this.#hear(frame);
    });
    response.on("error", () => undefined).on("close", () => this.#again());
  }

  #again(): void {
    if (!this.#isLeft) setTimeout(() => this.#open(), 200);
  }

  #hear(frame: string): void {
    const fields = new Map(frame.split("\n").map((line) => line.split(/: (.*)/s, 2) as [string, string]));
    const isStart = this.#since === undefined;
    this.#since = fields.get("id") ?? this.#since;
    const data = JSON.parse(fields.get("data") ?? "null");
    const event = fields.get("event");
    if (event === "state") this.#state(data, isStart);
    if (event === "changes") this.#then(() => this.#change(data));
    if (event === "resync") {
      this.resyncs++;
      this.#then(() => this.#readAll());
    }
  }

  #state({ state }: LiveEvents["state"], isStart: boolean): void {
    if (this.states.at(-1) !== state) this.states.push(state);
    if (isStart) this.#then(() => this.#readAll());
    this.#then(this.#begun);
  }

  #then(work: () => unknown): void {
    this.#work = this.#work.then(async () => void (await work()));
  }

  #change({ changes }: LiveEvents["changes"]): void {
    for (const { change, ...name } of changes) {
      this.changes++;
      if (change === "removed") this.#keys.delete(latin1(name));
      else this.#keys.add(latin1(name));
    }
  }

  async #readAll(): Promise<void> {
    this.#keys.clear();
    await this.#readLevel({ key: "" });
  }

  async #readLevel(prefix: KeyRef): Promise<void> {
    let cursor: string | undefined;
    do {
      const page = await this.#page(prefix, cursor);
      for (const child of page.children) {
        if (child.isKey) this.#keys.add(latin1(child));
        if (child.isPrefix) await this.#readLevel(under(child));
      }
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  }

  async #page(prefix: KeyRef, cursor: string | undefined): Promise<ChildrenAnswer> {
    const path = urls.children(this.#id, prefix, {
      limit: 1000,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const response = await fetch(new URL(path, this.#address));
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
    const answer: ChildrenAnswer = JSON.parse(await response.text());
    return answer;
  }
}

/** A child is named without the slash behind it. */
function under(child: ChildAnswer): KeyRef {
  return keyRefOf(Buffer.from(`${latin1(child)}/`, "latin1"));
}

function latin1({ key, keyb }: KeyName): string {
  const bytes = keyb === undefined ? Buffer.from(key, "utf8") : Buffer.from(keyb, "base64url");
  return bytes.toString("latin1");
}

function sha256(keys: readonly string[]): string {
  return createHash("sha256").update(keys.toSorted().join("\n")).digest("hex");
}
