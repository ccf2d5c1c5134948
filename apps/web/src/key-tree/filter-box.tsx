import { ActionIcon, Tooltip } from "@mantine/core";
import { IconAsterisk, IconRegex, IconSearch, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { refId, rootPrefix } from "../links/key-ref.ts";
import { Covered, SearchOn } from "./search-coverage.tsx";
import type { Filter, FilterState } from "./use-filter.ts";
import type { Matches } from "./use-matches.ts";
import "./filter-box.css";

interface FilterBoxProps extends FilterState {
  readonly source: string;
  readonly matches: Matches;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  /** Goes on to what was found. */
  readonly onDown: () => void;
}

/** Searches the keys of the whole source while one types. */
export function FilterBox({ source, filter, change, matches, inputRef, onDown }: FilterBoxProps) {
  const { t } = useTranslation();
  const { text, type, clear, ask } = useTyping(filter, change);
  const isAnswered =
    text === filter.text && (text === "" || (matches.answer !== undefined && !matches.isOutdated));
  const goDown = useOnceTrue(isAnswered, text, onDown);
  const about = useId();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown" || event.key === "Enter") {
      ask();
      goDown();
    } else if (event.key !== "Escape" || text === "") return;
    else {
      // An empty box leaves the key to what is around it.
      event.stopPropagation();
      clear();
    }
    event.preventDefault();
  };
  return (
    <search className="filter-box">
      <div className="filter-line">
        <IconSearch size={15} stroke={1.75} aria-hidden />
        <input
          ref={inputRef}
          data-search-field
          value={text}
          spellCheck={false}
          autoComplete="off"
          placeholder={t("filter.placeholder")}
          aria-label={t("filter.label")}
          aria-describedby={about}
          aria-invalid={matches.failure !== undefined}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {text !== "" && (
          <ActionIcon size={20} aria-label={t("filter.clear")} onClick={clear}>
            <IconX size={14} stroke={1.75} />
          </ActionIcon>
        )}
        <ModeSwitch filter={filter} change={change} mode="glob" icon={IconAsterisk} />
        <ModeSwitch filter={filter} change={change} mode="regex" icon={IconRegex} />
      </div>
      <PrefixChip filter={filter} change={change} />
      <p id={about} className="filter-about numeric" role="status">
        {filter.text !== "" && <Found matches={matches} />}
      </p>
      {filter.text !== "" && <SearchOn source={source} matches={matches} box={inputRef} />}
    </search>
  );
}

interface ModeSwitchProps extends FilterState {
  readonly mode: "glob" | "regex";
  readonly icon: typeof IconRegex;
}

function ModeSwitch({ filter, change, mode, icon: Shape }: ModeSwitchProps) {
  const { t } = useTranslation();
  const isOn = filter.mode === mode;
  return (
    <Tooltip label={t(`filter.${mode}Hint`)} multiline maw={280}>
      <ActionIcon
        size={22}
        aria-label={t(`filter.${mode}`)}
        aria-pressed={isOn}
        variant={isOn ? "light" : "subtle"}
        onClick={() => change({ mode: isOn ? "text" : mode })}
      >
        <Shape size={14} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  );
}

/** Where the filter looks, while that is not everywhere. */
function PrefixChip({ filter, change }: FilterState) {
  const { t } = useTranslation();
  if (refId(filter.prefix) === refId(rootPrefix)) return null;
  const prefix = filter.prefix.key ?? filter.prefix.keyb ?? "";
  return (
    <p className="filter-under">
      <span className="code" title={prefix}>
        {t("filter.under", { prefix })}
      </span>
      <ActionIcon
        size={18}
        aria-label={t("filter.everywhere")}
        onClick={() => change({ prefix: rootPrefix })}
      >
        <IconX size={12} stroke={1.75} />
      </ActionIcon>
    </p>
  );
}

function Found({ matches: { answer, failure } }: { matches: Matches }) {
  const { t } = useTranslation();
  if (failure !== undefined) return <span className="filter-failure">{failure.message}</span>;
  if (answer === undefined) return null;
  if (answer.coverage !== undefined && !answer.isWhole)
    return <Covered answer={answer} coverage={answer.coverage} />;
  const { total, searched, revision } = answer;
  return <>{t("filter.found", { count: searched, total, revision })}</>;
}

/** Does it at once where that is true, else as soon as it is, unless there is another text by then. */
function useOnceTrue(isTrue: boolean, text: string, act: () => void): () => void {
  const wantedFor = useRef<string>(undefined);
  useEffect(() => {
    if (!isTrue || wantedFor.current === undefined) return;
    const isStill = wantedFor.current === text;
    wantedFor.current = undefined;
    if (isStill) act();
  }, [isTrue, text, act]);
  return useCallback(() => {
    if (isTrue) act();
    else wantedFor.current = text;
  }, [isTrue, text, act]);
}

/** Letters that follow each other closely are one question. */
const typingMs = 150;

/** What stands in the box: ahead of the address while one types, and after it when it changes otherwise. */
function useTyping(filter: Filter, change: FilterState["change"]) {
  const [text, type] = useState(filter.text);
  const told = useRef(filter.text);
  useEffect(() => {
    if (filter.text === told.current) return;
    told.current = filter.text;
    type(filter.text);
  }, [filter.text]);
  const ask = useCallback(() => {
    if (text === told.current) return;
    told.current = text;
    change({ text });
  }, [text, change]);
  useEffect(() => {
    const timer = setTimeout(ask, typingMs);
    return () => clearTimeout(timer);
  }, [ask]);
  const clear = useCallback(() => {
    told.current = "";
    type("");
    change({ text: "" });
  }, [change]);
  return { text, type, clear, ask };
}
