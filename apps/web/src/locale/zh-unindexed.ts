import type { Messages } from "./messages.ts";

/** A search where there is no index of all keys. */
export const zhUnindexed: Pick<Messages, "unindexed"> = {
  unindexed: {
    found_one: "{{count, number}} 个键中的 {{total, number}} 个，修订版本 {{revision}}。",
    found_other: "{{count, number}} 个键中的 {{total, number}} 个，修订版本 {{revision}}。",
    foundIn_one: "{{where}}的 {{count, number}} 个键中有 {{total, number}} 个，修订版本 {{revision}}。",
    foundIn_other: "{{where}}的 {{count, number}} 个键中有 {{total, number}} 个，修订版本 {{revision}}。",
    opened_one: "{{count, number}} 个已打开前缀",
    opened_other: "{{count, number}} 个已打开前缀",
    soFar: "目前的索引",
    soFarAnd: "目前的索引和{{opened}}",
    left_one: "尚未搜索完：{{count, number}} 个前缀。",
    left_other: "尚未搜索完：{{count, number}} 个前缀。",
    leftOfAll: "尚未搜索完。",
    nothingElse: "没有索引，其他键未被搜索。",
    untilIndexed: "其他键在建立索引后才会被搜索。",
    nothing: "已搜索的部分中没有符合的键",
    goOn: "继续搜索",
    again: "重新搜索",
  },
};
