import { find } from "./dom";
import type { Words } from "./words";

const COUNTED_CHARACTERS = 100;

/** A few words beside the stars, sent when whoever wrote them says so. */
export class Comment {
  private readonly form = find<HTMLFormElement>("#comment");
  private readonly field = find<HTMLTextAreaElement>("#comment-text");
  private readonly left = find<HTMLElement>("#comment-left");

  constructor(
    private readonly words: Words,
    send: () => void,
  ) {
    this.field.addEventListener("input", () => this.count());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      send();
    });
    this.count();
  }

  get text(): string {
    return this.field.value.trim();
  }

  set text(text: string) {
    this.field.value = text;
    this.count();
  }

  set isShown(isShown: boolean) {
    this.form.hidden = !isShown;
  }

  /** How many characters are left is said when they become few. */
  private count(): void {
    const left = this.field.maxLength - this.field.value.length;
    this.left.textContent = left > COUNTED_CHARACTERS ? "" : this.words.say("rating_left", { left });
  }
}
