import type { ValueAnswer } from "@etcdscope/contract";
import { IconPinned, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ApiFailure } from "../api/client.ts";
import { keyTarget } from "../links/targets.ts";
import { changedState } from "../links/view-state.ts";
import { ButtonLink } from "../ui/button-link.tsx";
import { Banner } from "../ui/notice.tsx";
import type { KeyPageProps } from "./key-page.tsx";

interface KeyBannersProps extends KeyPageProps {
  readonly value: ValueAnswer;
  /** Why the last refresh failed, while older data is shown. */
  readonly failure: ApiFailure | undefined;
}

/** What must be known of the value that is shown: it is pinned, it is gone, it could not be refreshed. */
export function KeyBanners({ source, keyRef, search, value, failure }: KeyBannersProps) {
  const { t } = useTranslation();
  return (
    <>
      {search.rev !== undefined && (
        <Banner
          icon={IconPinned}
          title={t("key.pinned", { revision: search.rev })}
          actions={
            <ButtonLink
              size="compact-xs"
              variant="default"
              {...keyTarget(
                source,
                keyRef,
                changedState(search, { rev: undefined, path: undefined, at: undefined }),
              )}
            >
              {t("key.unpin")}
            </ButtonLink>
          }
        >
          {t("key.pinnedText")}
        </Banner>
      )}
      {failure?.code === "key_not_found" && (
        <Banner icon={IconTrash} tone="warn" title={t("key.deleted")}>
          {t("key.deletedText", { revision: value.revision })}
        </Banner>
      )}
    </>
  );
}
