/** Every budget beside its figure, in one table. Run: `npm run budget`, after `npm run build`; see docs/budget.md. */
import { loadavg } from "node:os";
import { type Figure, isWithin, tableOf } from "./figure.ts";
import { scriptSizes } from "./script-sizes.ts";

const sizes = scriptSizes();
const timings = process.argv.includes("--sizes") ? [] : await timingsOrReason();
const figures: readonly Figure[] = [...sizes, ...(typeof timings === "string" ? [] : timings)];
console.log(tableOf(figures));
if (typeof timings === "string") console.log(`Only sizes: ${timings}`);
else if (timings.length > 0) {
  const load = loadavg()[0]?.toFixed(1);
  console.log(`Times are of this machine now (load ${load}) and fail nothing; sizes do.`);
}
if (!sizes.every(isWithin)) process.exitCode = 1;

/** Loaded when asked for: sizes alone need neither a browser nor etcd. */
async function timingsOrReason(): Promise<readonly Figure[] | string> {
  const { measure } = await import("./measure.ts");
  return await measure();
}
