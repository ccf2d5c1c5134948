import type { Messages } from "./messages.ts";

/** Two views side by side, and what ties them together. */
export const zhSplit: Pick<Messages, "split" | "coverage" | "wire" | "hexCopy" | "inspector"> = {
  split: {
    open: "并排",
    openLabel: "在旁边再打开一个视图（Alt+S）",
    close: "关闭第二个视图（Alt+S）",
    swap: "交换两个视图",
    second: "值的第二个视图",
    resize: "两个视图之间的分界线",
    layer: "第二个视图显示哪些字节",
    holds: "{{path}} 中包含：{{what}}",
    openHere: "在此打开",
    openBeside: "在旁边打开",
    besideAt: "在旁边将 {{path}} 作为{{what}}打开",
    keyBeside: "旁边的键",
    alone: "单独显示此键",
    swapKeys: "交换两个键",
    closeKey: "关闭第二个键（Alt+S）",
  },
  coverage: {
    label: "字节被理解的程度",
    explained: "已解释 {{share}}",
    unknown: "未知：{{size}}",
    damaged: "损坏：{{size}}",
    masked: "已隐藏：{{size}}",
    next: "转到下一处这样的字节",
  },
  wire: {
    takeFor: "将这些字节视为",
    automatic: "按猜测",
  },
  hexCopy: {
    hex: "十六进制",
    text: "文本",
    base64: "Base64 编码",
    escaped: "转义字符串",
    c: "C 数组",
    go: "Go 切片",
    json: "JSON 数字数组",
  },
  inspector: {
    label: "{{offset}} 处的字节可读作…",
    none: "无法这样读取",
    copy: "复制 {{name}}",
  },
};
