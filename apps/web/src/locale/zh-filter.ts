import type { Messages } from "./messages.ts";

/** The filter over the tree, and what a row's menu offers. */
export const zhFilter: Pick<Messages, "filter" | "rowMenu"> = {
  filter: {
    label: "筛选键",
    placeholder: "筛选键",
    clear: "清除筛选",
    glob: "通配符",
    globHint: "通配符：* 匹配不含斜杠的任意串，** 匹配任意串，? 匹配一个字符。不含斜杠的模式匹配任意一段。",
    regex: "正则表达式",
    regexHint: "正则表达式，不支持环视和反向引用。",
    found_one: "{{count, number}} 个键中的 {{total, number}} 个，修订版本 {{revision}}",
    found_other: "{{count, number}} 个键中的 {{total, number}} 个，修订版本 {{revision}}",
    nothing: "没有符合的键",
    under: "位于 {{prefix}} 之下",
    everywhere: "在所有键中搜索",
  },
  rowMenu: {
    openBeside: "在旁边打开",
    openTab: "在新标签页中打开",
    etcdctl: "复制为 etcdctl 命令",
    kubectl: "复制为 kubectl 命令",
    findUnder: "在此前缀下查找",
    rate: "{{rate, number}} 次/秒",
    rateHint: "其下最近十秒平均每秒 {{rate, number}} 次变化",
    download: "下载值",
  },
};
