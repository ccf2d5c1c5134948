/**
 * The pictures of docs/images, made anew: `npm run screenshots` (after `npm run build`), or some: `-- json-light`.
 * Most are pages of the bundled sample, the others of etcds that something happens to, so that anyone can make the same.
 */
import { takeLivePictures } from "./live-pictures.ts";
import { type Shot, Studio } from "./pictures.ts";
import { startServer } from "./server.ts";

const key = (name: string, view = "json"): string =>
  `/s/sample/key?${new URLSearchParams({ key: name, view }).toString()}`;

const endpoints = "/registry/services/endpoints/default/kubernetes";

const pod = "/registry/pods/shop/web-56649674cc-8npp5";
const service = "/registry/services/specs/shop/web";

const split = (path: string): string =>
  `${key(endpoints)}&${new URLSearchParams({ split: "hex", path }).toString()}`;
const certificate = `${key("/registry/configmaps/default/kube-root-ca.crt", "fields")}&${new URLSearchParams({ layer: 'data["ca.crt"]:certificate' }).toString()}`;
const layers = `${key("/registry/configmaps/default/kube-root-ca.crt")}&${new URLSearchParams({ split: "fields", splitlayer: 'data["ca.crt"]:certificate' }).toString()}`;
const beside = `${key("/registry/minions/node-a")}&${new URLSearchParams({ beside: "/registry/minions/node-b" }).toString()}`;
const namespaces = "/s/sample/prefix?key=/registry/pods/";

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
  { name: "prefix-dark", path: namespaces, dark: true },
  { name: "prefix-chinese", path: "/s/sample/prefix?key=/registry/", locale: "zh-CN" },
  { name: "prefix-narrow", path: namespaces, width: 420 },
  { name: "tree-narrow", path: key(endpoints), width: 420, press: "Show keys" },
  { name: "yaml-dark", path: key(pod, "yaml"), dark: true },
  { name: "secret-chinese", path: key("/registry/secrets/shop/db-credentials"), locale: "zh-CN" },
  { name: "cluster-chinese", path: "/s/sample/cluster", locale: "zh-CN" },
  { name: "cluster-narrow", path: "/s/sample/cluster", width: 420 },
  { name: "beside-light", path: beside, width: 1440 },
  { name: "beside-dark", path: beside, dark: true, width: 1440 },
  { name: "layers-light", path: layers, width: 1440 },
  { name: "layers-chinese", path: layers, locale: "zh-CN", width: 1440 },
];

const wanted = process.argv.slice(2);
const studio = await Studio.open((name) => wanted.length === 0 || wanted.includes(name));
try {
  const server = await startServer([]);
  for (const shot of shots) await studio.take(server.url, shot);
  await server.stop();
  await takeLivePictures(studio);
} finally {
  await studio.close();
}
