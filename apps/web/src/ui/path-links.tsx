import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { type PathStep, pathSteps, refId } from "../links/key-ref.ts";
import type { OpenRef } from "../links/open-ref.ts";
import { type keyTarget, prefixTarget } from "../links/targets.ts";
import { NameText } from "./byte-text.tsx";
import "./path-links.css";

interface PathLinksProps {
  readonly source: string;
  readonly open: OpenRef;
  /** Where the last step leads, where it is not the page that is open already. */
  readonly last?: ReturnType<typeof keyTarget>;
}

/** The way to a key or prefix; every step but the last goes there. */
export function PathLinks({ source, open, last }: PathLinksProps) {
  const steps = stepsOf(open);
  return (
    <span className="path-links">
      {steps.map((step, at) => (
        <Fragment key={refId(step.key)}>
          {at > 0 && <Slash />}
          {at < steps.length - 1 ? (
            <Link {...prefixTarget(source, step.prefix)}>
              <StepName step={step} />
            </Link>
          ) : (
            <LastStep step={step} to={last} />
          )}
        </Fragment>
      ))}
      {open.kind === "prefix" && <Slash />}
    </span>
  );
}

/** A long path is broken behind a slash before it is broken within a name. */
function Slash() {
  return (
    <>
      <span className="path-slash">/</span>
      <wbr />
    </>
  );
}

function LastStep({ step, to }: { step: PathStep; to: PathLinksProps["last"] }) {
  if (to !== undefined)
    return (
      <Link {...to} className="path-last">
        <StepName step={step} />
      </Link>
    );
  return (
    <span className="path-last" aria-current="page">
      <StepName step={step} />
    </span>
  );
}

/** A prefix ends with a slash, behind which its last step would be an empty name. */
function stepsOf({ kind, ref }: OpenRef): readonly PathStep[] {
  const steps = pathSteps(ref);
  return kind === "prefix" ? steps.slice(0, -1) : steps;
}

function StepName({ step }: { step: PathStep }) {
  const { t } = useTranslation();
  return step.name.length === 0 ? <em>{t("tree.emptyName")}</em> : <NameText bytes={step.name} />;
}
