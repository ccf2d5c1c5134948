import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import "./notice.css";

export type Tone = "calm" | "warn" | "bad";

export interface NoticeProps {
  readonly icon: Icon;
  readonly title: string;
  readonly tone?: Tone;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** The page has no heading but this. */
  readonly alone?: boolean;
  /** Which state of a value it tells, where it is one. */
  readonly state?: string;
}

/** A whole pane that says what is the case, why, and how to go on. */
export function Notice(props: NoticeProps) {
  const { icon: Shape, title, tone = "calm", children, actions, alone = false, state } = props;
  const Heading = alone ? "h1" : "h2";
  return (
    <section
      className="notice"
      data-tone={tone}
      data-state={state}
      role={tone === "bad" ? "alert" : undefined}
    >
      <Shape className="notice-icon" size={28} stroke={1.5} aria-hidden />
      <Heading>{title}</Heading>
      {children !== undefined && <div className="notice-text">{children}</div>}
      {actions !== undefined && <div className="notice-actions">{actions}</div>}
    </section>
  );
}

/** One line across the pane: what is shown below still stands, but something about it must be known. */
export function Banner({ icon: Shape, title, tone = "calm", children, actions, state }: NoticeProps) {
  return (
    <div className="banner" data-tone={tone} data-state={state} role="status">
      <Shape size={18} stroke={1.75} aria-hidden />
      <div className="banner-text">
        <strong>{title}</strong> {children}
      </div>
      {actions !== undefined && <div className="banner-actions">{actions}</div>}
    </div>
  );
}
