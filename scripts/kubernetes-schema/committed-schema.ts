import type { FieldSchema, KubernetesSchema, MessageSchema } from "@etcdscope/kubernetes";
import { byPrecedence } from "./order.ts";
import type { ReleaseModel } from "./release-model.ts";

/**
 * What a generated schema says of each release in it: merging these models gives the schema again, so that releases
 * which cannot be read anew stay as they are.
 */
export function releasesOf(schema: KubernetesSchema): ReleaseModel[] {
  const newest = schema.releases.at(-1) ?? "";
  return schema.releases.map((release) => ({
    release,
    messages: new Map(
      Object.entries(schema.messages).flatMap(([name, message]): [string, MessageSchema][] => {
        const own = partOf(message, release, newest);
        return own === undefined ? [] : [[name, own]];
      }),
    ),
    kinds: new Map(
      schema.kinds
        .filter((kind) => kind.release === release)
        .map(({ apiVersion, kind, message }) => [`${apiVersion} ${kind}`, message]),
    ),
  }));
}

/** The message as it was merged down to a release; undefined where the release gave nothing to it. */
function partOf(message: MessageSchema, release: string, newest: string): MessageSchema | undefined {
  const { release: own = newest, fields, ...facts } = message;
  const originOf = ({ removed, added }: FieldSchema) => removed ?? added ?? own;
  const gives = own === release || Object.values(fields).some((field) => originOf(field) === release);
  if (!gives) return undefined;
  const upToIt = Object.entries(fields).filter(([, field]) => byPrecedence(originOf(field), release) >= 0);
  return {
    fields: Object.fromEntries(
      upToIt.map(([name, { removed, added, ...field }]): [string, FieldSchema] => [name, field]),
    ),
    ...facts,
  };
}
