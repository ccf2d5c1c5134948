import type { Messages } from "./messages.ts";

/** The index of all keys: what it costs and how far it is. */
export const zhIndex: Pick<Messages, "index"> = {
  index: {
    none: "键尚未建立索引。",
    noneText: "各层在打开时从 etcd 读取，大多没有计数；搜索只覆盖您已打开的前缀。",
    cost: "建立索引的代价：{{cost}}。",
    costKeys_one: "{{count, number}} 个键",
    costKeys_other: "{{count, number}} 个键",
    costMore_one: "超过 {{count, number}} 个键",
    costMore_other: "超过 {{count, number}} 个键",
    costBytes: "etcd 需读取 {{size}}",
    build: "建立索引",
    building: "正在为键建立索引。",
    rate_one: "每秒 {{count, number}} 个",
    rate_other: "每秒 {{count, number}} 个",
    left: "大约还需 {{time}}",
    meanwhile: "在此期间各层从 etcd 读取，大多没有计数。",
    stop: "停止",
  },
};
