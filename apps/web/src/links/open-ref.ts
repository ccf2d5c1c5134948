import type { KeyRef } from "@etcdscope/contract";

/** What the address names: a key, or a prefix with its slash. */
export type OpenRef =
  | { readonly kind: "key"; readonly ref: KeyRef }
  | { readonly kind: "prefix"; readonly ref: KeyRef };
