import { urls } from "@etcdscope/contract";
import { afterEach, describe, expect, it } from "vitest";
import { family, Histogram } from "../metrics/exposition.ts";
import { bytesOf, sourceOf, type TestApp, testApp } from "./app.testing.ts";

let server: TestApp | undefined;
afterEach(() => server?.close());

const lineOf = (text: string, name: string): string | undefined =>
  text.split("\n").find((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));

describe("the figures", () => {
  it("are what Prometheus reads: every line a comment or a sample, every family told once", async () => {
    server = await testApp(sourceOf({ "/a": "1" }));
    await server.get(urls.value("s", { key: "/a" }));
    const response = await server.get("/metrics");
    expect(response.statusCode).toBe(200);
    expect(response.headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
    const lines = response.body.trimEnd().split("\n");
    const sample = /^[a-z_]+(\{[a-z_]+="[^"\n]*"(,[a-z_]+="[^"\n]*")*\})? -?[0-9.e+-]+$/;
    for (const line of lines)
      expect(line).toMatch(line.startsWith("#") ? /^# (HELP|TYPE) [a-z_]+ ./ : sample);
    const types = lines.filter((line) => line.startsWith("# TYPE")).map((line) => line.split(" ")[2]);
    expect(new Set(types).size).toBe(types.length);
  });

  it("tell of every source, and of what was decoded", async () => {
    const source = sourceOf({ "/a": "1", "/b": "22" });
    server = await testApp(source);
    const { get } = server;
    await expect.poll(async () => (await get(urls.source("s"))).json().state).toBe("ready");
    await get(urls.value("s", { key: "/b" }));
    const { body } = await get("/metrics");
    expect(lineOf(body, "etcdscope_build_info")).toBe('etcdscope_build_info{version="1.2.3"} 1');
    expect(lineOf(body, "etcdscope_source_keys")).toBe('etcdscope_source_keys{source="s"} 2');
    expect(lineOf(body, "etcdscope_source_revision")).toBe('etcdscope_source_revision{source="s"} 3');
    expect(lineOf(body, "etcdscope_source_up")).toBe('etcdscope_source_up{source="s"} 1');
    expect(lineOf(body, "etcdscope_index_age_seconds")).toBe('etcdscope_index_age_seconds{source="s"} 0');
    expect(lineOf(body, "etcdscope_live_streams")).toBe('etcdscope_live_streams{source="s"} 0');
    expect(lineOf(body, "etcdscope_decoded_bytes_total")).toBe("etcdscope_decoded_bytes_total 2");
    expect(body).toContain('etcdscope_task_duration_seconds_count{task="value",outcome="ok"} 1\n');
    expect(Number(lineOf(body, "process_resident_memory_bytes")?.split(" ")[1])).toBeGreaterThan(1e7);
  });

  it("hold no key and no value", async () => {
    const source = sourceOf({ "/registry/pods/secret-place/name": "secret-value" });
    source.put(bytesOf("/registry/secrets/a/b"), bytesOf("secret-bytes"));
    server = await testApp(source);
    for (const key of ["/registry/pods/secret-place/name", "/registry/secrets/a/b", "/secret-missing"])
      await server.get(urls.value("s", { key }));
    expect((await server.get("/metrics")).body).not.toContain("secret");
  });
});

describe("a histogram", () => {
  it("tells each bucket with all below it, the sum and the count", () => {
    const times = new Histogram("times", "Times.", [0.1, 1]);
    for (const seconds of [0.05, 0.1, 0.5, 7]) times.observe({ kind: 'a"b\\c' }, seconds);
    expect(times.text()).toBe(
      [
        "# HELP times Times.",
        "# TYPE times histogram",
        'times_bucket{kind="a\\"b\\\\c",le="0.1"} 2',
        'times_bucket{kind="a\\"b\\\\c",le="1"} 3',
        'times_bucket{kind="a\\"b\\\\c",le="+Inf"} 4',
        'times_sum{kind="a\\"b\\\\c"} 7.65',
        'times_count{kind="a\\"b\\\\c"} 4',
        "",
      ].join("\n"),
    );
  });

  it("of which nothing is known is left out", () => {
    expect(new Histogram("times", "Times.", [1]).text()).toBe("");
    expect(family("none", "gauge", "None.", [])).toBe("");
  });
});
