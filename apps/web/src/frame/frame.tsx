import { type KeyboardEvent, type MouseEvent, type ReactNode, useCallback, useRef } from "react";
import { useTranslation } from "react-i18next";
import { DamageBanner } from "../damage/damage-banner.tsx";
import type { OpenRef } from "../links/open-ref.ts";
import { useDrawer } from "./drawer.ts";
import { IndexBanner } from "./index-banner.tsx";
import { enter, useRegionCycle } from "./regions.ts";
import { SourceBanner } from "./source-banner.tsx";
import { Splitter, useTreeWidth } from "./splitter.tsx";
import { StatusBar } from "./status-bar.tsx";
import { TopBar } from "./top-bar.tsx";
import { UnmaskedBanner } from "./unmasked-banner.tsx";
import { useNarrow } from "./use-narrow.ts";
import "./frame.css";

interface FrameProps {
  readonly source: string | undefined;
  readonly openRef: OpenRef | undefined;
  readonly tree?: ReactNode;
  readonly children: ReactNode;
}

/** Top bar, tree, page and status bar. F6 goes around the first three, as far as they are open. */
export function Frame({ source, openRef, tree, children }: FrameProps) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const aside = useRef<HTMLElement>(null);
  const main = useRef<HTMLElement>(null);
  const drawer = useDrawer(openRef, aside, main);
  const { width, resize } = useTreeWidth();
  const frame = useRef<HTMLDivElement>(null);
  useRegionCycle(frame);
  const hasTree = tree !== undefined;
  const overMain = narrow && drawer.isOpen;
  const hasDrawer = hasTree && narrow;
  const { open } = drawer;
  const toFilter = useCallback(() => open("filter"), [open]);
  const onKeyDown = ({ key, target, currentTarget }: KeyboardEvent): void => {
    // A menu of a row is drawn elsewhere, and Escape closes it alone.
    const isHere = target instanceof Node && currentTarget.contains(target);
    if (overMain && isHere && key === "Escape") drawer.close();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what a press in the drawer does concerns the whole frame.
    <div
      ref={frame}
      className="frame"
      data-tree={hasTree}
      style={{ ["--tree-width" as string]: `${width}px` }}
      onKeyDown={onKeyDown}
    >
      <SkipLink to="main" onSkip={() => main.current?.focus()} />
      {hasTree && <SkipLink to="tree" onSkip={() => (hasDrawer ? open("tree") : enter(aside.current))} />}
      <TopBar
        source={source}
        openRef={openRef}
        onTree={hasDrawer ? drawer.toggle : undefined}
        onSearch={hasDrawer ? toFilter : undefined}
      />
      {hasTree && (
        <aside
          ref={aside}
          id="tree"
          className="frame-tree"
          data-open={drawer.isOpen}
          data-region
          aria-label={t("app.regionTree")}
          inert={narrow && !drawer.isOpen}
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
      <main ref={main} id="main" className="frame-main" data-region tabIndex={-1} inert={overMain}>
        <UnmaskedBanner />
        {source !== undefined && <SourceBanner source={source} />}
        {source !== undefined && <DamageBanner source={source} />}
        {source !== undefined && <IndexBanner source={source} />}
        {children}
      </main>
      <StatusBar source={source} />
    </div>
  );
}

/** A way past what comes first on every page, seen when it has the focus. */
function SkipLink({ to, onSkip }: { to: "main" | "tree"; onSkip: () => void }) {
  const { t } = useTranslation();
  const onClick = (event: MouseEvent): void => {
    // The address is the view's: no place on the page has a part in it.
    event.preventDefault();
    onSkip();
  };
  return (
    <a className="skip" href={`#${to}`} onClick={onClick}>
      {t(to === "main" ? "app.skipToMain" : "app.skipToTree")}
    </a>
  );
}
