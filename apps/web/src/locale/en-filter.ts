/** The filter over the tree, and what a row's menu offers. */
export const enFilter = {
  filter: {
    label: "Filter keys",
    placeholder: "Filter keys",
    clear: "Clear the filter",
    glob: "Wildcards",
    globHint:
      "Wildcards: * any run without a slash, ** any run, ? one character. Without a slash the pattern is for any one segment.",
    regex: "Regular expression",
    regexHint: "Regular expression, without look-around and references back.",
    found_one: "{{total, number}} of {{count, number}} key at revision {{revision}}",
    found_other: "{{total, number}} of {{count, number}} keys at revision {{revision}}",
    nothing: "No key fits",
    under: "under {{prefix}}",
    everywhere: "Search everywhere",
  },
  rowMenu: {
    openBeside: "Open beside",
    openTab: "Open in a new tab",
    etcdctl: "Copy as etcdctl",
    kubectl: "Copy as kubectl",
    findUnder: "Find under this prefix",
    rate: "{{rate, number}}/s",
    rateHint: "{{rate, number}} changes a second below, over the last ten seconds",
    download: "Download the value",
  },
};
