/** Two views side by side, and what ties them together. */
export const enSplit = {
  split: {
    open: "Split",
    openLabel: "Show a second view beside this one (Alt+S)",
    close: "Close the second view (Alt+S)",
    swap: "Swap the two views",
    second: "Second view of the value",
    resize: "Border between the two views",
  },
  coverage: {
    label: "How much of the bytes is understood",
    explained: "{{share}} explained",
    unknown: "unknown: {{size}}",
    damaged: "damaged: {{size}}",
    masked: "masked: {{size}}",
    next: "Go to the next of these bytes",
  },
  wire: {
    takeFor: "Take these bytes for",
    automatic: "as guessed",
  },
  hexCopy: {
    hex: "Hex",
    text: "Text",
    base64: "Base64",
    escaped: "Escaped string",
    c: "C array",
    go: "Go slice",
    json: "JSON array of numbers",
  },
  inspector: {
    label: "Bytes at {{offset}} read as…",
    none: "cannot be read so",
    copy: "Copy {{name}}",
  },
};
