import { useTranslation } from "react-i18next";
import type { OpenRef } from "../links/open-ref.ts";
import { PathLinks } from "../ui/path-links.tsx";

/** Where the page stands among the keys. */
export function Breadcrumb({ source, openRef }: { source: string; openRef: OpenRef | undefined }) {
  const { t } = useTranslation();
  if (openRef === undefined) return null;
  return (
    <nav className="breadcrumb code" aria-label={t("app.breadcrumb")}>
      <PathLinks source={source} open={openRef} />
    </nav>
  );
}
