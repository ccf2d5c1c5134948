export { type FaultCode, type FaultDetail, SourceFault } from "./source/fault.ts";
export type {
  KeyEvent,
  KeyEvents,
  KeyMeta,
  KeyPage,
  KeySource,
  KeyValue,
  KeyVersion,
  ListOptions,
  ReadOptions,
  SourceFacts,
} from "./source/source.ts";
