/** The one element of a kind below `root`: a page without it was not made by our templates. */
export function find<T extends Element>(selector: string, root: ParentNode = document): T {
  const element = root.querySelector<T>(selector);
  if (!element) {
    throw new Error(`the page has no ${selector}`);
  }
  return element;
}
