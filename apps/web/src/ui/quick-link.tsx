import { useRouter } from "@tanstack/react-router";
import type { MouseEvent, ReactNode } from "react";

/** A link within the app that costs next to nothing, for lists of hundreds. */
export function QuickLink({ href, children }: { href: string; children: ReactNode }) {
  const { history } = useRouter();
  const onClick = (event: MouseEvent): void => {
    // A new tab or window is the browser's own business.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.push(href);
  };
  return (
    <a href={href} onClick={onClick}>
      {children}
    </a>
  );
}
