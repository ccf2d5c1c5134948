/** One way to do something by keyboard: what is pressed together, each alternative of it, and what it does. */
interface Shortcut {
  /** Alternatives; `mod` is the command key of a Mac, and Ctrl elsewhere. */
  readonly keys: readonly (readonly string[])[];
  /** Its sentence, under `shortcuts.does`. */
  readonly does: Does;
}

type Does =
  | "search"
  | "list"
  | "regions"
  | "move"
  | "fold"
  | "open"
  | "openBeside"
  | "openTab"
  | "toggle"
  | "siblings"
  | "letters"
  | "menu"
  | "views"
  | "beside"
  | "split"
  | "pin"
  | "links"
  | "fieldUp"
  | "fieldSteps"
  | "unexplained"
  | "ends"
  | "extend"
  | "all";

interface ShortcutGroup {
  /** Its heading, under `shortcuts.group`. */
  readonly where: "everywhere" | "tree" | "key" | "fields" | "hex";
  readonly shortcuts: readonly Shortcut[];
}

/** The search field is another part's: where there is none, nothing can be told of it. */
const search: Shortcut = { keys: [["mod", "K"], ["/"]], does: "search" };

const groups: readonly ShortcutGroup[] = [
  {
    where: "everywhere",
    shortcuts: [
      search,
      { keys: [["?"]], does: "list" },
      { keys: [["F6"], ["Shift", "F6"]], does: "regions" },
    ],
  },
  {
    where: "tree",
    shortcuts: [
      { keys: [["↑"], ["↓"], ["Home"], ["End"], ["Page Up"], ["Page Down"]], does: "move" },
      { keys: [["→"], ["←"]], does: "fold" },
      { keys: [["Enter"]], does: "open" },
      { keys: [["Alt", "Enter"]], does: "openBeside" },
      { keys: [["mod", "Enter"]], does: "openTab" },
      { keys: [["Space"]], does: "toggle" },
      { keys: [["*"]], does: "siblings" },
      { keys: [["A–Z"]], does: "letters" },
      { keys: [["Shift", "F10"]], does: "menu" },
    ],
  },
  {
    where: "key",
    shortcuts: [
      { keys: [["Alt", "1–6"]], does: "views" },
      { keys: [["Alt", "S"]], does: "split" },
      { keys: [["Alt", "Shift", "1–6"]], does: "beside" },
      { keys: [["Escape"]], does: "pin" },
      { keys: [["Alt", "L"]], does: "links" },
    ],
  },
  {
    where: "fields",
    shortcuts: [
      { keys: [["["], ["]"]], does: "fieldSteps" },
      { keys: [["Alt", "↑"]], does: "fieldUp" },
      { keys: [["U"]], does: "unexplained" },
    ],
  },
  {
    where: "hex",
    shortcuts: [
      {
        keys: [
          ["mod", "Home"],
          ["mod", "End"],
        ],
        does: "ends",
      },
      { keys: [["Shift", "↑↓←→"]], does: "extend" },
      { keys: [["mod", "A"]], does: "all" },
    ],
  },
];

/** The shortcuts that there are, where they work. */
export function shortcutGroups(hasSearch: boolean): readonly ShortcutGroup[] {
  if (hasSearch) return groups;
  return groups.map((group) => ({ ...group, shortcuts: group.shortcuts.filter((one) => one !== search) }));
}

/** What a key is called on this machine. */
export function keyName(key: string, isMac: boolean): string {
  if (key === "mod") return isMac ? "⌘" : "Ctrl";
  return key === "Alt" && isMac ? "⌥" : key;
}
