import type { HostileContents } from "./hostile-values.ts";
import { bytesOf, configMap, field, joined, kubernetesObject, times } from "./stored.ts";

/** Field names of `managedFields`, nested and wide. */
function managedFields(paths: number): string {
  return `{${times(paths, (at) => `"f:k${at}":{"f:a":{},".":{}}`).join(",")}}`;
}

function withManagedFields(fields: string): Uint8Array {
  const entry = joined(
    field(1, "m"),
    field(2, "Update"),
    field(3, "v1"),
    field(6, "FieldsV1"),
    field(7, field(1, fields)),
  );
  const metadata = joined(field(1, "managed"), field(3, "hostile"), field(17, entry));
  return kubernetesObject("v1", "ConfigMap", field(1, metadata));
}

/** Objects of Kubernetes' own kinds that are larger in an answer than in etcd. */
export const objectValues: HostileContents = {
  "ConfigMap of 100,000 entries": () =>
    configMap(
      "entries",
      times(100_000, (at): [string, string] => [`k${at}`, ""]),
    ),
  "ConfigMap of 100,000 empty names": () =>
    configMap(
      "same",
      times(100_000, (): [string, string] => ["", ""]),
    ),
  "ConfigMap of 20,000 JSON values": () =>
    configMap(
      "json",
      times(20_000, (at): [string, string] => [`k${at}`, `{"a":[${at},{"b":[]}]}`]),
    ),
  "ConfigMap of 20,000 base64 values": () =>
    configMap(
      "base64",
      times(20_000, (at): [string, string] => [`k${at}`, "eyJhIjpbMSx7ImIiOltdfV19"]),
    ),
  "ConfigMap of names with slashes": () =>
    configMap(
      "slashes",
      times(50_000, (at): [string, string] => [`/~/~${at}`, "a: 1\nb: 2"]),
    ),
  "ConfigMap of one value of escapes": () => configMap("escapes", [["k", "\u0001".repeat(1_400_000)]]),
  "ConfigMap of one value that is not UTF-8": () =>
    configMap("binary", [["k", new Uint8Array(1_400_000).fill(0xff)]]),
  "huge managedFields": () => withManagedFields(managedFields(45_000)),
  "deep managedFields": () => withManagedFields('{"f:a":'.repeat(180_000)),
  "owner references, 60,000": () => {
    const owner = joined(field(1, "Pod"), field(3, "p"), field(4, "u"), field(5, "v1"));
    const metadata = joined(field(1, "owned"), ...times(60_000, () => field(13, owner)));
    return kubernetesObject("v1", "ConfigMap", field(1, metadata));
  },
  "ConfigMap of a kind that is 1 MB long": () => kubernetesObject("v1", "K".repeat(1_000_000), bytesOf("")),
  "labels, 60,000": () => {
    const label = (at: number): Uint8Array => field(11, joined(field(1, `l${at}`), field(2, "v")));
    return kubernetesObject(
      "v1",
      "ConfigMap",
      field(1, joined(field(1, "labelled"), ...times(60_000, label))),
    );
  },
};
