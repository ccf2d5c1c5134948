/** A snapshot of which a part is lost. */
export const enDamage = {
  damage: {
    title: "This snapshot is damaged:",
    pages:
      "{{pages, number}} of {{pageCount, number}} pages could not be read; keys and revisions are missing, and what is shown may be older than what was stored.",
    mismatch:
      "Its bytes do not fit the sha256 at its end; keys and values are shown as they are in the file.",
    cut: "It is cut off: it ends neither with a page nor with a whole sha256.",
    freelist:
      "Its list of free pages contradicts its trees at {{freelist, number}} of {{pageCount, number}} pages; nothing is missing because of it, but etcd and “etcdctl snapshot restore” refuse such a file.",
    packed_cut: "The packed file ends too early, at byte {{offset}}; what could be unpacked is shown.",
    packed_corrupt:
      "The packed file is corrupt at about byte {{offset}}; what could be unpacked before it is shown.",
    packed_checksum:
      "What was unpacked does not fit the checksum or size that the packed file gives at byte {{offset}}.",
    packed_trailing: "Bytes that do not belong to the packed file follow from its byte {{offset}} on.",
    places: "Which pages",
    place: "Page {{page}}, byte {{offset}}:",
    placeWithoutPage: "Byte {{offset}}:",
    more_one: "and {{count, number}} more",
    more_other: "and {{count, number}} more",
    close: "Close for this visit",
    standing: "Damaged in part",
  },
};
