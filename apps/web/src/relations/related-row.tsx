import type { RelatedAnswer } from "@etcdscope/contract";
import { Tooltip } from "@mantine/core";
import { type Icon, IconFileUnknown, IconLock, IconReplace } from "@tabler/icons-react";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { iconOf } from "../hints/icons.ts";
import { keyHref } from "../links/href.ts";
import { refBytes, refOf } from "../links/key-ref.ts";
import { NameText } from "../ui/byte-text.tsx";
import { QuickLink } from "../ui/quick-link.tsx";
import type { Linked } from "./linked.ts";

/** One object: where it is, whether it exists, and the places that say that it belongs here. */
export function RelatedRow({ related, linked }: { related: RelatedAnswer; linked: Linked }) {
  const { kind, namespace, name, state, path, theirPath } = related;
  const { source, rev } = linked;
  const ref = refOf(related);
  const Shape = iconOf(ref.key, true);
  const isHere = namespace === undefined || namespaceIn(linked.keyRef.key) === namespace;
  const place = {
    ...(rev !== undefined && { rev }),
    ...(theirPath !== undefined && { path: theirPath }),
  };
  return (
    <li className="related" data-state={state}>
      <Shape size={15} stroke={1.6} aria-hidden />
      <div className="related-text">
        <span className="related-name code">
          <QuickLink href={keyHref(source, ref, place)}>
            <NameText bytes={refBytes({ key: isHere ? name : `${namespace}/${name}` })} />
          </QuickLink>
        </span>
        <span className="related-kind">{kind}</span>
        <Marks related={related} />
        {path !== undefined && theirPath === undefined && <Place path={path} onPlace={linked.onPlace} />}
      </div>
    </li>
  );
}

/** The segment in which the namespace of an object stands, where it has one. */
const namespaceIn = (key: string | undefined): string | undefined => key?.split("/").at(-2);

function Marks({ related: { state, otherUid, optional } }: { related: RelatedAnswer }) {
  const { t } = useTranslation();
  const missing = t(optional ? "relations.missingOptional" : "relations.missing");
  return (
    <>
      {state === "missing" && (
        <Mark
          icon={IconFileUnknown}
          tone={optional ? "calm" : "bad"}
          text={missing}
          about={t("relations.missingText")}
        />
      )}
      {state === "forbidden" && (
        <Mark
          icon={IconLock}
          tone="warn"
          text={t("relations.forbidden")}
          about={t("relations.forbiddenText")}
        />
      )}
      {otherUid === true && (
        <Mark
          icon={IconReplace}
          tone="warn"
          text={t("relations.otherUid")}
          about={t("relations.otherUidText")}
        />
      )}
    </>
  );
}

interface MarkProps {
  readonly icon: Icon;
  readonly tone: "calm" | "warn" | "bad";
  readonly text: string;
  readonly about: string;
}

function Mark({ icon: Shape, tone, text, about }: MarkProps) {
  return (
    <Tooltip label={about} multiline maw={280}>
      <span className="related-mark" data-tone={tone}>
        <Shape size={13} aria-hidden />
        {text}
        <span className="unseen">{about}</span>
      </span>
    </Tooltip>
  );
}

function Place({ path, onPlace }: { path: string; onPlace: (path: string) => void }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className="related-place code"
      title={t("relations.place")}
      onClick={() => onPlace(path)}
    >
      {path.split(".").map((step, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a path do not move.
        <Fragment key={at}>
          {at > 0 && "."}
          <wbr />
          {step}
        </Fragment>
      ))}
    </button>
  );
}
