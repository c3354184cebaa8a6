import { find } from "./dom";

/** A role in the reader's language, where the page knows it. */
export function roleName(role: string): string {
  const { content } = find<HTMLTemplateElement>("#roles");
  return content.querySelector(`[data-role="${CSS.escape(role)}"]`)?.textContent ?? role;
}
