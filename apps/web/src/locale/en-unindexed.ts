/** A search where there is no index of all keys. */
export const enUnindexed = {
  unindexed: {
    found_one: "{{total, number}} of {{count, number}} key at revision {{revision}}.",
    found_other: "{{total, number}} of {{count, number}} keys at revision {{revision}}.",
    foundIn_one: "{{total, number}} of {{count, number}} key in {{where}} at revision {{revision}}.",
    foundIn_other: "{{total, number}} of {{count, number}} keys in {{where}} at revision {{revision}}.",
    opened_one: "{{count, number}} opened prefix",
    opened_other: "{{count, number}} opened prefixes",
    soFar: "the index so far",
    soFarAnd: "the index so far and {{opened}}",
    left_one: "Not searched to the end: {{count, number}} prefix.",
    left_other: "Not searched to the end: {{count, number}} prefixes.",
    leftOfAll: "Not searched to the end.",
    nothingElse: "Other keys are not searched: there is no index.",
    untilIndexed: "The others follow once they are indexed.",
    nothing: "No key fits in what was searched",
    goOn: "Go on searching",
    again: "Search again",
  },
};
