import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { withFile, withFolder } from "../snapshot-source/fixture.testing.ts";
import { reportedDamage } from "../snapshot-source/reported-damage.testing.ts";
import { saidOf } from "./check.testing.ts";

/** Whether etcdctl does so; 3.4 and 3.5 restore, later ones leave it to etcdutl. */
function etcdctlDoes(...args: string[]): boolean {
  return spawnSync("etcdctl", args, { env: { ...process.env, ETCDCTL_API: "3" } }).status === 0;
}

const canRestore = etcdctlDoes("snapshot", "restore", "--help");

it.skipIf(!canRestore).each(reportedDamage)(
  "a check calls nothing sound that etcdctl refuses: %s",
  async (_, bytes) => {
    await withFile(bytes(), (path) =>
      withFolder(async (folder) => {
        const restores = (...args: string[]) =>
          etcdctlDoes(
            "snapshot",
            "restore",
            path,
            "--data-dir",
            join(folder, args.join("") || "all"),
            ...args,
          );
        const said = await saidOf(path);
        if (!restores("--skip-hash-check")) expect(said).toMatch(/^failed\t/);
        else if (!restores()) expect(said).toMatch(/^failed\t|without sha256/);
        if (!etcdctlDoes("snapshot", "status", path)) expect(said).toMatch(/^failed\t/);
      }),
    );
  },
);
