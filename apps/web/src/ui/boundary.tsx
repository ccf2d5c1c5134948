import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { StateNotice } from "./state.tsx";

interface BoundaryProps {
  readonly children: ReactNode;
  /** A change of this puts the children back. */
  readonly about: string;
}

interface BoundaryState {
  readonly error: Error | undefined;
  readonly about: string;
}

/** Keeps a fault of one pane inside it. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: undefined, about: this.props.about };

  static getDerivedStateFromError(error: Error): Partial<BoundaryState> {
    return { error };
  }

  static getDerivedStateFromProps(props: BoundaryProps, state: BoundaryState): BoundaryState | null {
    return props.about === state.about ? null : { error: undefined, about: props.about };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return <Crashed error={error} again={() => this.setState({ error: undefined })} />;
  }
}

export function Crashed({ error, again }: { error: Error; again: () => void }) {
  const { t } = useTranslation();
  return (
    <StateNotice
      state="failed"
      title={t("state.crashed")}
      actions={
        <Button size="xs" onClick={again}>
          {t("app.retry")}
        </Button>
      }
    >
      <p>{t("state.crashedText")}</p>
      <p className="code">{error.message}</p>
    </StateNotice>
  );
}
