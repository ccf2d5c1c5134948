import type { EncodingId, OpenedAnswer, SpanPair, StepAnswer } from "@etcdscope/contract";
import { IconBinaryTree, IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../locale/format.ts";
import { IconAction } from "../ui/icon-action.tsx";
import { usePaneLabel } from "../ui/pane-label.ts";
import "./within-values.css";

/** A place in a layer, or in the stored bytes where no layer is named. */
export interface LayerPlace {
  readonly layer: string | undefined;
  readonly path: string | undefined;
  readonly at: SpanPair | undefined;
}

interface LayerTrailProps {
  readonly opened: OpenedAnswer;
  /** How the last layer was understood. */
  readonly encoding: EncodingId;
  /** Goes to a place; to its bytes in Hex where `inHex` says so. */
  readonly onGo: (place: LayerPlace, inHex: boolean) => void;
}

/** The way from the stored bytes to the layer that is shown; each step leads back to what the next was made from. */
export function LayerTrail({ opened, encoding, onGo }: LayerTrailProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const label = usePaneLabel(t("layer.label"));
  const { steps } = opened;
  const last = steps.at(-1);
  return (
    <nav className="view-note within-trail" aria-label={label}>
      <ol>
        <li>
          <Crumb label={t("layer.stored")} onClick={() => onGo(above(steps, 0), false)} />
        </li>
        {steps.map((step, at) => (
          <li key={step.layer} aria-current={step === last ? "page" : undefined}>
            <IconChevronRight size={13} aria-hidden />
            {step === last ? (
              <span>
                <StepName step={step} /> · {isSaid(step, encoding) ? "" : `${t(`encoding.${encoding}`)} · `}
                {format.size(step.size)}
              </span>
            ) : (
              <Crumb label={<StepName step={step} />} onClick={() => onGo(above(steps, at + 1), false)} />
            )}
          </li>
        ))}
      </ol>
      <IconAction
        icon={IconBinaryTree}
        label={t("within.toBytes")}
        onClick={() => onGo(above(steps, steps.length - 1), true)}
      />
    </nav>
  );
}

/** Whether the step's own name says already what the layer is. */
const isSaid = ({ step }: StepAnswer, encoding: EncodingId): boolean => step.startsWith(encoding);

/** What a step was made from, in the layer above it. */
function above(steps: readonly StepAnswer[], at: number): LayerPlace {
  return { layer: steps[at - 1]?.layer, path: steps[at]?.path, at: steps[at]?.parent };
}

function Crumb({ label, onClick }: { label: React.ReactNode; onClick: () => void }) {
  return (
    <button type="button" className="within-crumb" onClick={onClick}>
      {label}
    </button>
  );
}

function StepName({ step: { path, step } }: { step: StepAnswer }) {
  const { t } = useTranslation();
  const [name = step, index] = step.split(/(?=\[)/);
  const names: Readonly<Record<string, string>> = t("within.what", { returnObjects: true });
  const text = (names[name] ?? name).trim();
  return (
    <>
      {path !== undefined && <span className="code">{path} </span>}
      {text}
      {index}
    </>
  );
}
