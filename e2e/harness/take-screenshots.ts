/**
 * The pictures of docs/images, made anew: `npm run screenshots` (after `npm run build`).
 * Each is a page of the bundled sample, so that anyone can make the same.
 */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "@playwright/test";
import { chromium as systemChromium } from "./chromium.ts";
import { startServer } from "./server.ts";

interface Shot {
  readonly name: string;
  readonly path: string;
  readonly dark?: true;
  readonly locale?: string;
  readonly width?: number;
  /** A button to press first. */
  readonly press?: string;
}

const key = (name: string, view = "json"): string =>
  `/s/sample/key?${new URLSearchParams({ key: name, view }).toString()}`;

const endpoints = "/registry/services/endpoints/default/kubernetes";

const pod = "/registry/pods/shop/web-56649674cc-8npp5";
const service = "/registry/services/specs/shop/web";

const split = (path: string): string =>
  `${key(endpoints)}&${new URLSearchParams({ split: "hex", path }).toString()}`;
const certificate = `${key("/registry/configmaps/default/kube-root-ca.crt", "fields")}&${new URLSearchParams({ layer: 'data["ca.crt"]:certificate' }).toString()}`;

const shots: readonly Shot[] = [
  { name: "root-light", path: "/" },
  { name: "prefix-light", path: "/s/sample/prefix?key=/registry/" },
  { name: "json-light", path: key(endpoints) },
  { name: "json-dark", path: key(endpoints), dark: true },
  { name: "json-chinese", path: key(endpoints), locale: "zh-CN" },
  { name: "json-narrow", path: key(endpoints), width: 420 },
  { name: "split-light", path: split("metadata.name") },
  { name: "split-dark", path: split("metadata.name"), dark: true },
  { name: "split-chinese", path: split("metadata.name"), locale: "zh-CN" },
  { name: "split-narrow", path: split("metadata.name"), width: 420 },
  { name: "within-light", path: certificate },
  { name: "within-dark", path: certificate, dark: true },
  { name: "filter-light", path: `${key(endpoints)}&find=kubernetes` },
  { name: "filter-dark", path: "/s/sample?find=node-?&findmode=glob", dark: true },
  { name: "fields-light", path: key(endpoints, "fields") },
  { name: "wire-dark", path: key(endpoints, "wire"), dark: true },
  { name: "hex-light", path: key(endpoints, "hex") },
  { name: "hex-dark", path: key(endpoints, "hex"), dark: true },
  { name: "raw-light", path: key(endpoints, "raw") },
  { name: "secret-light", path: key("/registry/secrets/shop/db-credentials") },
  { name: "secret-hex-dark", path: key("/registry/secrets/shop/db-credentials", "hex"), dark: true },
  { name: "ranges-light", path: key("/registry/ranges/serviceips") },
  { name: "cluster-light", path: "/s/sample/cluster" },
  { name: "cluster-dark", path: "/s/sample/cluster", dark: true },
  { name: "links-light", path: key(pod), press: "Links" },
  { name: "links-dark", path: key(pod), dark: true, press: "Links" },
  { name: "links-chinese", path: key(service), locale: "zh-CN", press: "关联" },
  { name: "links-narrow", path: key(service), width: 420, press: "Links" },
  { name: "shortcuts-light", path: "/", press: "Keyboard shortcuts" },
  { name: "compacted-dark", path: `${key(endpoints)}&rev=5`, dark: true },
  { name: "missing-light", path: key("/registry/pods/none/such") },
];

const folder = fileURLToPath(new URL("../../docs/images/", import.meta.url));
const wanted = process.argv.slice(2);
const server = await startServer([]);
const browser = await chromium.launch(systemChromium());
try {
  await mkdir(folder, { recursive: true });
  for (const shot of shots.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    await take(browser, shot);
  }
} finally {
  await browser.close();
  await server.stop();
}

async function take(
  from: Browser,
  { name, path, dark, locale = "en-US", width = 1280, press }: Shot,
): Promise<void> {
  const context = await from.newContext({
    viewport: { width, height: 800 },
    colorScheme: dark ? "dark" : "light",
    locale,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(server.url + path);
  if (press !== undefined) {
    await page.getByRole("button", { name: press }).click();
    // No tip stands in the picture.
    await page.mouse.move(0, 0);
  }
  await page.waitForLoadState("networkidle");
  await page.locator('main [data-state="loading"]').first().waitFor({ state: "detached" });
  await page.locator('[aria-busy="true"]').waitFor({ state: "detached" });
  await page.screenshot({ path: `${folder}${name}.png` });
  await context.close();
  console.log(`docs/images/${name}.png`);
}
