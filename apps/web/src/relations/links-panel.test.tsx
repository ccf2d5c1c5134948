import type { RelatedAnswer, RelationAnswer } from "@etcdscope/contract";
import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MemoryClient } from "../api/memory-client.testing.ts";
import { furnish, openApp } from "../app/app.testing.ts";

beforeEach(() => {
  localStorage.clear();
  furnish();
});
afterEach(cleanup);

const pod = "/registry/pods/shop/web";
const encoding = { id: "json", kind: "Pod", outcome: "ok", explained: 2 } as const;

function related(name: string, more: Partial<RelatedAnswer> = {}): RelatedAnswer {
  const key = `/registry/configmaps/shop/${name}`;
  return { key, group: "", kind: "ConfigMap", namespace: "shop", name, state: "present", ...more };
}

function relation(
  id: string,
  some: readonly RelatedAnswer[],
  more: Partial<RelationAnswer> = {},
): RelationAnswer {
  const [name = "uses", kind = null] = id.split(":");
  const total = some.length;
  // A test names only relations that there are.
  const known = name as RelationAnswer["relation"];
  return { id, relation: known, kind, related: some, looked: total, total, next: null, ...more };
}

async function openLinks(
  relations: readonly RelationAnswer[],
  api = new MemoryClient().put(pod, "{}", { encoding }),
) {
  const user = userEvent.setup();
  api.related.set(pod, relations);
  const { address } = openApp(api, `/s/memory/key?key=${pod}`);
  await user.click(await screen.findByRole("button", { name: "Links" }));
  const panel = within(await screen.findByRole("region", { name: "Links to other objects" }));
  return { user, api, address, panel };
}

describe("the links of an object", { timeout: 30_000 }, () => {
  it("are asked for when they are shown, and lead to the place in the other object", async () => {
    const { api, panel } = await openLinks([
      relation("usedBy:Pod", [related("other", { theirPath: "spec.nodeName" })]),
    ]);
    const link = await panel.findByRole("link", { name: "other" });
    expect(link.getAttribute("href")).toBe(
      "/s/memory/key?key=/registry/configmaps/shop/other&path=spec.nodeName",
    );
    expect(panel.getByRole("heading", { name: "Used by" })).toBeTruthy();
    expect(new Set(api.asked.filter((one) => one.startsWith("relations")))).toEqual(
      new Set([`relations ${pod}`]),
    );
  });

  it("say in words what is missing, not readable, or another object of the name", async () => {
    const { panel } = await openLinks([
      relation("uses", [
        related("gone", { state: "missing" }),
        related("maybe", { state: "missing", optional: true }),
        related("hidden", { state: "forbidden" }),
        related("again", { otherUid: true }),
        related("there"),
      ]),
    ]);
    await panel.findByRole("link", { name: "gone" });
    const marks = panel
      .getAllByRole("listitem")
      .map((item) => item.querySelector(".related-mark")?.firstChild?.nextSibling?.textContent ?? "");
    expect(marks).toEqual(["missing", "missing, optional", "not readable", "another uid", ""]);
    expect(panel.getByText(/1 object that is named here does not exist/)).toBeTruthy();
  });

  it("show the field that they come from, and keep the view", async () => {
    const { user, address, panel } = await openLinks([
      relation("uses", [related("settings", { path: "spec.volumes[0].configMap.name" })]),
    ]);
    await user.click(await panel.findByRole("button", { name: "spec.volumes[0].configMap.name" }));
    expect(address()).toContain("path=spec.volumes%5B0%5D.configMap.name");
  });

  it("go on looking when asked to, and say how far they came", async () => {
    const api = new MemoryClient().put(pod, "{}", { encoding });
    api.related.set(`${pod} more`, [relation("pods:Pod", [related("second")], { looked: 250, total: 250 })]);
    const first = relation("pods:Pod", [related("first")], { looked: 200, total: 1250, next: "more" });
    const { user, panel } = await openLinks([first], api);
    await panel.findByText(/200 of 1,250 candidates looked at/);
    await user.click(panel.getByRole("button", { name: "Look further" }));
    expect(await panel.findByRole("link", { name: "second" })).toBeTruthy();
    expect(panel.getByRole("link", { name: "first" })).toBeTruthy();
    expect(panel.queryByRole("button", { name: "Look further" })).toBeNull();
  });

  it("name what nothing was found of, and say when there are none", async () => {
    const { panel } = await openLinks([relation("usedBy:Pod", []), relation("events:Event", [])]);
    expect((await panel.findByText(/Looked for, and found none/)).textContent).toContain(
      "Used by Pod · Events",
    );
    cleanup();
    localStorage.clear();
    const empty = await openLinks([]);
    expect(await empty.panel.findByText("This value names no other objects.")).toBeTruthy();
  });

  it("say why they could not be had, and offer to try again", async () => {
    const user = userEvent.setup();
    const api = new MemoryClient().put(pod, "{}", { encoding });
    openApp(api, `/s/memory/key?key=${pod}`);
    const button = await screen.findByRole("button", { name: "Links" });
    api.failWith("too_large");
    await user.click(button);
    const panel = within(await screen.findByRole("region", { name: "Links to other objects" }));
    expect(await panel.findByText("Too large to show")).toBeTruthy();
    api.failWith();
    api.related.set(pod, [relation("uses", [related("back")])]);
    await user.click(panel.getByRole("button", { name: "Retry" }));
    expect(await panel.findByRole("link", { name: "back" })).toBeTruthy();
  });
});
