/** Cache keys start with what makes them change: `newest` moves with the source, `pinned` never does. */
export const cacheKeys = {
  newest: (source: string) => ["newest", source] as const,
  pinned: (source: string) => ["pinned", source] as const,
};
