/** The index of all keys: what it costs and how far it is. */
export const enIndex = {
  index: {
    none: "The keys are not indexed.",
    noneText:
      "Levels come from etcd as you open them, mostly without counts, and a search covers the prefixes that you have opened.",
    cost: "An index costs: {{cost}}.",
    costKeys_one: "{{count, number}} key",
    costKeys_other: "{{count, number}} keys",
    costMore_one: "more than {{count, number}} key",
    costMore_other: "more than {{count, number}} keys",
    costBytes: "etcd reads {{size}}",
    build: "Build the index",
    building: "Indexing the keys.",
    rate_one: "{{count, number}} a second",
    rate_other: "{{count, number}} a second",
    left: "about {{time}} left",
    meanwhile: "Meanwhile levels come from etcd, mostly without counts.",
    stop: "Stop",
  },
};
