import { ActionIcon, Tooltip } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import { IconCheck } from "@tabler/icons-react";
import { useCopy } from "./clipboard.ts";

interface IconActionProps {
  readonly icon: Icon;
  readonly label: string;
  readonly onClick: () => void;
  readonly done?: boolean;
}

/** A button that is an icon; its name is the tooltip. */
export function IconAction({ icon: Shape, label, onClick, done = false }: IconActionProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={onClick} size={28}>
        {done ? <IconCheck size={16} color="var(--good)" /> : <Shape size={16} stroke={1.75} />}
      </ActionIcon>
    </Tooltip>
  );
}

/** Copies what `text` gives at the time of the click. */
export function CopyAction({ icon, label, text }: { icon: Icon; label: string; text: () => string }) {
  const { copy, copied } = useCopy();
  return <IconAction icon={icon} label={label} done={copied} onClick={() => copy(text())} />;
}
