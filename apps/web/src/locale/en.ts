import { enCluster } from "./en-cluster.ts";
import { enDamage } from "./en-damage.ts";
import { enFrame } from "./en-frame.ts";
import { enKey } from "./en-key.ts";
import { enRelations } from "./en-relations.ts";
import { enShortcuts } from "./en-shortcuts.ts";
import { enSplit } from "./en-split.ts";
import { enState } from "./en-state.ts";
import { enTree } from "./en-tree.ts";
import { enWithin } from "./en-within.ts";

/** Every sentence of the app. Keys, kinds, field names and the names of formats are never translated. */
export const en = {
  ...enFrame,
  ...enTree,
  ...enKey,
  ...enState,
  ...enWithin,
  ...enCluster,
  ...enSplit,
  ...enRelations,
  ...enShortcuts,
  ...enDamage,
};
