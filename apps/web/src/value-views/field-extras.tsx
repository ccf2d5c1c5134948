import { createContext, useContext } from "react";

/** Something to be done with a field, beside it. */
export interface FieldExtra {
  readonly label: string;
  /** The whole of what it does, for those who do not see where it stands. */
  readonly title: string;
  readonly run: () => void;
}

const none: readonly FieldExtra[] = [];

/** What can be done with fields, by their paths; the page says it, the views draw it. */
export const FieldExtrasContext = createContext<ReadonlyMap<string, readonly FieldExtra[]>>(new Map());

export function useFieldExtras(): ReadonlyMap<string, readonly FieldExtra[]> {
  return useContext(FieldExtrasContext);
}

/** Buttons behind a field's value. */
export function FieldExtraButtons({ path }: { path: string | undefined }) {
  const extras = useFieldExtras().get(path ?? "") ?? none;
  return extras.map(({ label, title, run }) => (
    <button
      key={title}
      type="button"
      className="field-extra"
      title={title}
      aria-label={title}
      tabIndex={-1}
      onClick={(event) => {
        event.stopPropagation();
        run();
      }}
    >
      {label}
    </button>
  ));
}
