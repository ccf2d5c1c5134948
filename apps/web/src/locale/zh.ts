import type { Messages } from "./messages.ts";
import { zhCluster } from "./zh-cluster.ts";
import { zhDamage } from "./zh-damage.ts";
import { zhFrame } from "./zh-frame.ts";
import { zhKey } from "./zh-key.ts";
import { zhRelations } from "./zh-relations.ts";
import { zhShortcuts } from "./zh-shortcuts.ts";
import { zhSplit } from "./zh-split.ts";
import { zhState } from "./zh-state.ts";
import { zhTree } from "./zh-tree.ts";
import { zhWithin } from "./zh-within.ts";

export const zh: Messages = {
  ...zhFrame,
  ...zhTree,
  ...zhKey,
  ...zhState,
  ...zhWithin,
  ...zhCluster,
  ...zhSplit,
  ...zhRelations,
  ...zhShortcuts,
  ...zhDamage,
};
