import { type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { OpenRef } from "../links/open-ref.ts";
import { IndexBanner } from "./index-banner.tsx";
import { useRegionCycle } from "./regions.ts";
import { SourceBanner } from "./source-banner.tsx";
import { Splitter, useTreeWidth } from "./splitter.tsx";
import { StatusBar } from "./status-bar.tsx";
import { TopBar } from "./top-bar.tsx";
import { useNarrow } from "./use-narrow.ts";
import "./frame.css";

interface FrameProps {
  readonly source: string | undefined;
  readonly openRef: OpenRef | undefined;
  readonly tree?: ReactNode;
  readonly children: ReactNode;
}

/** Top bar, tree, page and status bar: the four regions, which F6 goes around. */
export function Frame({ source, openRef, tree, children }: FrameProps) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const aside = useRef<HTMLElement>(null);
  const drawer = useDrawer(openRef, aside);
  const { width, resize } = useTreeWidth();
  const frame = useRef<HTMLDivElement>(null);
  useRegionCycle(frame);
  const hasTree = tree !== undefined;
  const overMain = narrow && drawer.open;
  return (
    <div
      ref={frame}
      className="frame"
      data-tree={hasTree}
      style={{ ["--tree-width" as string]: `${width}px` }}
    >
      <a className="skip" href="#main">
        {t("app.skipToMain")}
      </a>
      <TopBar source={source} openRef={openRef} onTree={hasTree && narrow ? drawer.toggle : undefined} />
      {hasTree && (
        <aside
          ref={aside}
          className="frame-tree"
          data-open={drawer.open}
          data-region
          aria-label={t("app.regionTree")}
          inert={narrow && !drawer.open}
          onKeyDown={(event) => event.key === "Escape" && drawer.close()}
        >
          {tree}
          {!narrow && <Splitter width={width} onResize={resize} />}
        </aside>
      )}
      {overMain && (
        <button
          type="button"
          className="frame-scrim"
          aria-label={t("app.closeTree")}
          onClick={drawer.close}
        />
      )}
      <main id="main" className="frame-main" data-region tabIndex={-1} inert={overMain}>
        {source !== undefined && <SourceBanner source={source} />}
        {source !== undefined && <IndexBanner source={source} />}
        {children}
      </main>
      <StatusBar source={source} />
    </div>
  );
}

/** The tree as a drawer: the focus goes into it and back; opening a key closes it, because the key is what was wanted. */
function useDrawer(openRef: OpenRef | undefined, tree: RefObject<HTMLElement | null>) {
  const [open, setOpen] = useState(false);
  const before = useRef<Element | null>(null);
  const opened = openRef?.kind === "key" ? openRef : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it closes because another key is open now.
  useEffect(() => setOpen(false), [opened]);
  useEffect(() => {
    if (open) {
      before.current = document.activeElement;
      tree.current?.querySelector<HTMLElement>("[data-region-focus]")?.focus();
    } else if (before.current instanceof HTMLElement) before.current.focus();
  }, [open, tree]);
  return {
    open,
    close: useCallback(() => setOpen(false), []),
    toggle: useCallback(() => setOpen((was) => !was), []),
  };
}
