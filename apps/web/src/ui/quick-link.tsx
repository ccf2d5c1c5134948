import { useRouter } from "@tanstack/react-router";
import type { MouseEvent, ReactNode } from "react";
import { withFilter } from "../links/filter-search.ts";

interface QuickLinkProps {
  readonly href: string;
  readonly tabIndex?: number;
  readonly children: ReactNode;
}

/** Goes to an address of the app. The tree stays filtered as it is. */
export function useGo(): (href: string) => void {
  const { history, state } = useRouter();
  return (href) => history.push(withFilter(href, state.location.search));
}

/** A link within the app that costs next to nothing, for lists of hundreds. The tree stays filtered as it is. */
export function QuickLink({ href, tabIndex, children }: QuickLinkProps) {
  const go = useGo();
  const onClick = (event: MouseEvent): void => {
    // A new tab or window is the browser's own business.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    go(href);
  };
  return (
    <a href={href} tabIndex={tabIndex} draggable={false} onClick={onClick}>
      {children}
    </a>
  );
}
