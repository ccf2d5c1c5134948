const chinese: Readonly<Record<string, string>> = {
  Find: "查找",
  next: "下一个",
  previous: "上一个",
  all: "全部",
  "match case": "区分大小写",
  regexp: "正则",
  "by word": "全词",
  close: "关闭",
  "current match": "当前匹配",
  "on line": "位于行",
  "Go to line": "转到行",
  go: "转到",
  "Folded lines": "已折叠的行",
  "Unfolded lines": "已展开的行",
  to: "至",
  "folded code": "已折叠的内容",
  unfold: "展开",
  "Fold line": "折叠此行",
  "Unfold line": "展开此行",
  "Control character": "控制字符",
};

/** The editor's own words, which are its English text unless named here. */
export function phrasesOf(language: string): Readonly<Record<string, string>> {
  return language.startsWith("zh") ? chinese : {};
}
