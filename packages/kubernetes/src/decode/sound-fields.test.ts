import { type FieldNode, messageFields } from "@etcdscope/codec";
import { expect, test } from "vitest";
import { readRandomObjects, readSchema } from "../fixtures.testing.ts";
import { createPlanLookup } from "../plan/compile.ts";
import { createSchemaLookup } from "../schema/lookup.ts";
import { envelopePlan, isSoundEnvelope, readEnvelopeType } from "./envelope.ts";
import { soundFields } from "./sound-fields.ts";

test("gives the nodes that the careful reader gives", () => {
  const schema = createSchemaLookup(readSchema());
  const plans = createPlanLookup(schema);
  for (const { value } of readRandomObjects()) {
    const { apiVersion, kind } = readEnvelopeType(value);
    const plan = envelopePlan(plans(schema.kind(apiVersion, kind)?.message ?? ""));
    expect(isSoundEnvelope(value, plan)).toBe(true);
    expect(plainNodes(soundFields(value, 4, value.length, plan))).toEqual(
      plainNodes(messageFields(value, plan, 4)),
    );
  }
});

/** Nodes as plain objects, which makes all children. */
function plainNodes(nodes: readonly FieldNode[]): unknown[] {
  return nodes.map((node) => ({
    ...node,
    made: null,
    inside: null,
    children: node.children === null ? null : plainNodes(node.children),
  }));
}
