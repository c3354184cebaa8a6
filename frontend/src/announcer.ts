import { find } from "./dom";

/** The polite live region: what is said here is read out, once, to whoever cannot see it happen. */
export class Announcer {
  private readonly region = find<HTMLElement>("#announcer");

  say(sentence: string): void {
    if (this.region.textContent !== sentence) {
      this.region.textContent = sentence;
    }
  }
}
