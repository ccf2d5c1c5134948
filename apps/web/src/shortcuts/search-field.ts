/** Where a person types what they look for: the field that carries `data-search-field`; null where there is none. */
export function searchField(): HTMLElement | null {
  return document.querySelector("[data-search-field]");
}

/** Whether it cannot be reached as it is: in a drawer that is closed. */
export function isShutAway(field: HTMLElement): boolean {
  return field.closest("[inert]") !== null;
}
