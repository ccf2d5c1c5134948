import type { en } from "./en.ts";

type Widened<Tree> = { readonly [Key in keyof Tree]: Tree[Key] extends string ? string : Widened<Tree[Key]> };

/** What every language must say. */
export type Messages = Widened<typeof en>;
