import { IconCopy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { CopyAction } from "../ui/icon-action.tsx";

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
  readonly title?: string | undefined;
  /** What a button beside it copies, and how that button is called. */
  readonly copy?: { readonly label: string; readonly text: string } | undefined;
}

/** One term and what is said of it, in a list of them. */
export function Fact({ name, children, title, copy }: FactProps) {
  return (
    <div className="cluster-fact">
      <dt>{name}</dt>
      <dd className="numeric" title={title}>
        {children}
        {copy !== undefined && <CopyAction icon={IconCopy} label={copy.label} text={() => copy.text} />}
      </dd>
    </div>
  );
}
