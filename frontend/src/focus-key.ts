/** A selector that finds a link, a button or what has an id again on a page that the server wrote anew. */
export function keyOf(element: Element | null): string | null {
  if (element?.id) {
    return `#${element.id}`;
  }
  const href = element?.getAttribute("href");
  if (href) {
    return `main [href=${JSON.stringify(href)}]`;
  }
  const action = element?.closest("form")?.getAttribute("action");
  return action ? `form[action=${JSON.stringify(action)}] button` : null;
}
