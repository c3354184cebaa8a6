import type { FieldProblem } from "./failure";

/** What was refused, said beside the field that it is said of, until that is changed. */
export class FieldProblems {
  constructor(private readonly form: HTMLFormElement) {
    form.addEventListener("input", (event) => {
      if (event.target instanceof Element) {
        this.clear(event.target.closest("[data-field]"));
      }
    });
  }

  /** Puts the keyboard's focus on the first field that is wrong. */
  show(problems: readonly FieldProblem[]): void {
    this.clearAll();
    for (const { pointer, detail } of problems) {
      this.say(this.fieldOf(pointer), detail);
    }
    const first = this.form.querySelector<HTMLElement>("[data-field]:has(> .field-error)");
    first?.closest("details")?.setAttribute("open", "");
    controlOf(first)?.focus();
  }

  clearAll(): void {
    for (const field of this.form.querySelectorAll("[data-field]:has(> .field-error)")) {
      this.clear(field);
    }
  }

  /** What is wrong within a value is wrong with its field: `#/primer_notes/3` with `primer_notes`. */
  private fieldOf(pointer: string): Element | null {
    const name = pointer.split("/")[1] ?? "";
    return this.form.querySelector(`[data-field~="${CSS.escape(name)}"]`);
  }

  private say(field: Element | null, detail: string): void {
    if (!field) {
      return;
    }
    const error = document.createElement("p");
    error.className = "field-error";
    error.id = `${field.getAttribute("data-field")?.split(" ")[0]}-error`;
    error.textContent = detail;
    field.append(error);
    controlOf(field)?.setAttribute("aria-invalid", "true");
    controlOf(field)?.setAttribute("aria-errormessage", error.id);
  }

  private clear(field: Element | null): void {
    for (const error of field?.querySelectorAll(":scope > .field-error") ?? []) {
      error.remove();
    }
    controlOf(field)?.removeAttribute("aria-invalid");
    controlOf(field)?.removeAttribute("aria-errormessage");
  }
}

/** Of what can be changed in a field, the first that can be seen. */
function controlOf(field: Element | null): HTMLElement | null {
  const controls = field?.querySelectorAll<HTMLElement>("input:not([type=hidden]), select, button") ?? [];
  return [...controls].find((control) => !control.closest("[hidden]")) ?? null;
}
