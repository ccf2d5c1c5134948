import { expect, it } from "vitest";
import { withFile } from "../snapshot-source/fixture.testing.ts";
import { reportedDamage } from "../snapshot-source/reported-damage.testing.ts";
import { saidOf } from "./check.testing.ts";

it.each(reportedDamage)(
  "a check calls damage that was reported of etcd what it is: %s",
  async (_, bytes, said) => {
    await withFile(bytes(), async (path) => expect(await saidOf(path)).toMatch(said));
  },
);
