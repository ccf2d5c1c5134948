// `npm start`: installs and builds what changed, then serves. Arguments behind `--` go to etcdscope as they are.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, install, requireNode, root } from "./checkout.mjs";
import { endWithParent } from "./end-with-parent.mjs";

requireNode();
if (process.env.npm_lifecycle_event === "start") endWithParent();
install();
build();
const program = join(root, "apps/server/bin/etcdscope.js");
process.argv = [process.argv[0], program, ...process.argv.slice(2)];
await import(pathToFileURL(program).href);
