/** A snapshot of which a part is lost. */
export const enDamage = {
  damage: {
    title: "This snapshot is damaged:",
    pages:
      "{{pages, number}} of {{pageCount, number}} pages could not be read; keys and revisions are missing, and what is shown may be older than what was stored.",
    mismatch:
      "Its bytes do not fit the sha256 at its end; keys and values are shown as they are in the file.",
    cut: "It is cut off: it ends neither with a page nor with a whole sha256.",
    places: "Which pages",
    place: "Page {{page}}, byte {{offset}}:",
    placeWithoutPage: "Byte {{offset}}:",
    more_one: "and {{count, number}} more",
    more_other: "and {{count, number}} more",
    close: "Close for this visit",
    standing: "Damaged in part",
  },
};
