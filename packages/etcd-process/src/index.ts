export { type EtcdBinary, findEtcd } from "./binary/etcd-binary.ts";
export {
  type EtcdctlResult,
  EtcdProcess,
  type EtcdProcessOptions,
  startCluster,
  startEtcd,
} from "./process/etcd-process.ts";
export { freePorts } from "./process/free-port.ts";
export { leaderOf } from "./process/leader.ts";
