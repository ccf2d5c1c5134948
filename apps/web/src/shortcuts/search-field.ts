/** Where a person types what they look for: the field that carries `data-search-field`; null where none can be reached. */
export function searchField(): HTMLElement | null {
  return document.querySelector(":not([inert] *)[data-search-field]");
}
