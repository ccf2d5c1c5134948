import { IconKeyboard } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { IconAction } from "../ui/icon-action.tsx";
import { useShortcuts } from "./use-shortcuts.ts";
import "./shortcuts-door.css";

/** The list of shortcuts is loaded when it is first asked for. */
const ShortcutsDialog = lazy(() =>
  import("./shortcuts-dialog.tsx").then((module) => ({ default: module.ShortcutsDialog })),
);

interface ShortcutsDoorProps {
  /** Opens the drawer that the search field is in. */
  readonly onSearch: (() => void) | undefined;
}

/** Opens the list of shortcuts, by mouse or by `?`. */
export function ShortcutsDoor({ onSearch }: ShortcutsDoorProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useShortcuts(onSearch);
  return (
    <>
      <span className="shortcuts-door">
        <IconAction icon={IconKeyboard} label={t("shortcuts.title")} onClick={() => setOpen(true)} />
      </span>
      {isOpen && (
        <Suspense>
          <ShortcutsDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
