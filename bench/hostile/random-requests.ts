/** Requests that no client of ours would send, from a seed: the same seed gives the same requests. */
export interface RandomRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Dice = (sides: number) => number;

/** Numbers below `sides`, whole, the same for the same seed (mulberry32). */
function dice(seed: number): Dice {
  let state = seed >>> 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

const routes =
  "children value bytes fields document search relations reveal events cluster leases leases/1/keys index";
const names =
  "key keyb prefix prefixb rev limit cursor from until before around q mode in opened layer fields text guess relation lease tree at form since constructor __proto__";
const odd = [
  "",
  "0",
  "-1",
  "1e2",
  "0x10",
  "%2010",
  "1.0",
  "%EF%BC%99",
  "9223372036854775807",
  "99999999999999999999",
  "%00",
  "%ff",
  "%",
  "%c3%28",
  "a".repeat(1100),
  "%F0%9F%92%A9".repeat(50),
  "../../etc/passwd",
  "always",
  "wire",
  "regex",
  "glob",
  "0.0.0.0",
  "0x1c:text,0x1c:bytes",
  "(a%7Cb)*c%7B1,500%7D",
  "%28".repeat(300),
  "*".repeat(400),
  "AAAA",
  "walk.eyJ9",
  "decrypted/decrypted",
  "data[%22a%22]:yaml",
];
const keys = ["/", "/registry/", "/hostile/", "key", "%00%ff", "compact_rev_key"];
const methods = "GET GET GET GET GET GET HEAD POST DELETE PUT PATCH OPTIONS".split(" ");
const bodies = [
  "",
  "{}",
  "null",
  '{"key":"/a","modRevision":"1","span":[0,1]}',
  '{"__proto__":{}}',
  "[".repeat(3000),
  '{"key":"\\ud800","modRevision":"1","span":[9e99,1]}',
  "\ufeff{}",
];

export function* randomRequests(
  seed: number,
  count: number,
  known: readonly string[],
): Generator<RandomRequest> {
  const roll = dice(seed);
  const one = <T>(list: readonly T[]): T => list[roll(list.length)] as T;
  const values = [...odd, ...keys, ...known.map(encodeURIComponent)];
  for (let made = 0; made < count; made++) {
    const route = one(routes.split(" "));
    const parameters = Array.from({ length: roll(5) }, () => `${one(names.split(" "))}=${one(values)}`);
    const key = roll(3) > 0 ? [`key=${one(known.map(encodeURIComponent))}`] : [];
    const method = one(methods);
    yield {
      method,
      path: `/api/v1/sources/${roll(12) === 0 ? one(odd) : "etcd"}/${route}?${[...key, ...parameters].join("&")}`,
      headers: oddHeaders(roll, route),
      body: method === "GET" || method === "HEAD" ? "" : one(bodies),
    };
  }
}

const ranges = ["bytes=0-", "bytes=-1", "bytes=5-2", "bytes=0-0,1-1", "lines=1"];
const types = ["application/json", "text/plain", "application/json; charset=x"];
const origins = ["null", "http://evil.example", "://"];

function oddHeaders(roll: Dice, route: string): Record<string, string> {
  const headers: Record<string, string> = route === "reveal" ? { "etcdscope-reveal": "yes" } : {};
  const sometimes = (sides: number, name: string, texts: readonly string[]): void => {
    if (roll(sides) === 0) headers[name] = texts[roll(texts.length)] ?? "";
  };
  sometimes(4, "range", ranges);
  sometimes(6, "if-none-match", ["*"]);
  sometimes(6, "accept", ["application/xml"]);
  sometimes(3, "content-type", types);
  sometimes(9, "origin", origins);
  return headers;
}
