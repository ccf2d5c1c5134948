import {
  type Icon,
  IconAlertTriangle,
  IconClock,
  IconFileUnknown,
  IconFolderOpen,
  IconHistoryOff,
  IconLock,
  IconLockPassword,
  IconPlugConnectedX,
  IconPuzzle,
  IconScale,
  IconShieldLock,
  IconShieldOff,
  IconTrash,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Banner, Notice, type NoticeProps, type Tone } from "./notice.tsx";

/** What may be the case instead of a whole value. Each has one face wherever it is met; loading is the skeleton. */
export type StateId =
  | "empty"
  | "notFound"
  | "deleted"
  | "compacted"
  | "future"
  | "forbidden"
  | "unreachable"
  | "late"
  | "partial"
  | "failed"
  | "sealed"
  | "tooLarge"
  | "masked"
  | "unmasked";

interface Face {
  readonly icon: Icon;
  readonly tone: Tone;
}

const faces: Readonly<Record<StateId, Face>> = {
  empty: { icon: IconFolderOpen, tone: "calm" },
  notFound: { icon: IconFileUnknown, tone: "calm" },
  deleted: { icon: IconTrash, tone: "warn" },
  compacted: { icon: IconHistoryOff, tone: "calm" },
  future: { icon: IconClock, tone: "calm" },
  forbidden: { icon: IconLock, tone: "warn" },
  unreachable: { icon: IconPlugConnectedX, tone: "warn" },
  late: { icon: IconClock, tone: "warn" },
  partial: { icon: IconPuzzle, tone: "warn" },
  failed: { icon: IconAlertTriangle, tone: "bad" },
  sealed: { icon: IconLockPassword, tone: "calm" },
  tooLarge: { icon: IconScale, tone: "calm" },
  masked: { icon: IconShieldLock, tone: "calm" },
  unmasked: { icon: IconShieldOff, tone: "bad" },
};

type StateProps = Omit<NoticeProps, "icon" | "tone" | "state"> & { readonly state: StateId };

/** A state in place of a pane. */
export function StateNotice({ state, ...notice }: StateProps) {
  return <Notice {...faces[state]} {...notice} state={state} />;
}

/** A state of what is shown below, in one line across. */
export function StateBanner({ state, ...banner }: StateProps) {
  return <Banner {...faces[state]} {...banner} state={state} />;
}

/** A state of a view, as a quiet line in it. */
export function StateNote({ state, children }: { readonly state: StateId; readonly children: ReactNode }) {
  const { icon: Shape } = faces[state];
  return (
    <div className="view-note" data-state={state} role="note">
      <Shape size={14} aria-hidden /> {children}
    </div>
  );
}

/** How grave a state is. */
export function toneOf(state: StateId): Tone {
  return faces[state].tone;
}

/** The face of a state alone, where there is room for no more. */
export function StateIcon({ state, size }: { readonly state: StateId; readonly size: number }) {
  const { icon: Shape } = faces[state];
  return <Shape size={size} stroke={1.75} aria-hidden />;
}
