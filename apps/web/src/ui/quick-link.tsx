import { useRouter } from "@tanstack/react-router";
import type { MouseEvent, ReactNode } from "react";
import { withFilter } from "../links/filter-search.ts";

interface QuickLinkProps {
  readonly href: string;
  readonly tabIndex?: number;
  readonly children: ReactNode;
}

/** A link within the app that costs next to nothing, for lists of hundreds. The tree stays filtered as it is. */
export function QuickLink({ href, tabIndex, children }: QuickLinkProps) {
  const { history, state } = useRouter();
  const onClick = (event: MouseEvent): void => {
    // A new tab or window is the browser's own business.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    history.push(withFilter(href, state.location.search));
  };
  return (
    <a href={href} tabIndex={tabIndex} draggable={false} onClick={onClick}>
      {children}
    </a>
  );
}
