export { type HostileValue, hostileValues } from "./hostile-values.ts";
