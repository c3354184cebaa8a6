import { fieldOf } from "./choice";
import { type ChordRules, problemOf } from "./chords";
import { find } from "./dom";
import { chordLine, progressionsOf } from "./progressions";
import type { Words } from "./words";

/** The line of chords, looked at as it is typed, with progressions to be had at once. */
export class ChordLine {
  private readonly field = fieldOf("chords");
  private readonly input = find<HTMLInputElement>("#chords");
  private readonly status = find<HTMLElement>("#chords-status");
  private readonly choices = find<HTMLElement>("#progressions");
  private rules: ChordRules | null = null;

  constructor(private readonly words: Words) {
    this.input.addEventListener("input", () => this.check());
  }

  offer(rules: ChordRules | null): void {
    this.rules = rules;
    this.field.hidden = this.input.disabled = rules === null;
    this.check();
  }

  get value(): string | undefined {
    return this.input.disabled ? undefined : this.input.value.trim() || undefined;
  }

  set value(line: string | undefined) {
    this.input.value = line ?? "";
    this.check();
  }

  /** Progressions in another key. */
  showProgressions(key: string | undefined, scale: string | undefined): void {
    const buttons = progressionsOf(scale).map((progression) =>
      this.button(progression.join("–"), chordLine(progression, key, scale)),
    );
    this.choices.replaceChildren(...buttons);
  }

  private button(name: string, line: string): HTMLButtonElement {
    const button = document.createElement("button");
    [button.type, button.className, button.textContent, button.title] = ["button", "btn chip", name, line];
    button.addEventListener("click", () => {
      this.value = line;
      this.input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return button;
  }

  private check(): void {
    const problem = this.rules && problemOf(this.input.value, this.rules);
    const sentence = problem ? this.words.say(problem.key, problem.values) : "";
    this.input.setCustomValidity(sentence);
    this.status.textContent = sentence;
    this.input.setAttribute("aria-invalid", String(problem !== null));
  }
}
