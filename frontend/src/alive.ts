import type { Announcer } from "./announcer";
import { answer } from "./api";
import { find } from "./dom";
import { keyOf } from "./focus-key";
import { backoffMilliseconds } from "./watch";
import type { Words } from "./words";

/** A page of a piece under way: it looks for news as it would without a script, and takes over what is new in place. */
export class Alive {
  private failures = 0;

  constructor(
    private readonly words: Words,
    private readonly announcer: Announcer,
    /** After something on the page has changed. */
    private readonly changed: () => void,
  ) {
    this.wait();
  }

  private get piece(): HTMLElement {
    return find<HTMLElement>("[data-state]");
  }

  private wait(): void {
    const { refreshSeconds } = this.piece.dataset;
    if (refreshSeconds) {
      this.lookIn(Number(refreshSeconds) * 1_000);
    }
  }

  private lookIn(milliseconds: number): void {
    setTimeout(() => this.whenSeen(() => this.look()), milliseconds);
  }

  private whenSeen(act: () => void): void {
    if (document.hidden) {
      document.addEventListener("visibilitychange", () => this.whenSeen(act), { once: true });
    } else {
      act();
    }
  }

  private async look(): Promise<void> {
    const response = await answer(location.href, {}).catch(() => null);
    const html = response && (await response.text().catch(() => null));
    if (!response || html === null || response.status === 429 || response.status >= 500) {
      this.failed();
      return;
    }
    this.failures = 0;
    this.become(new DOMParser().parseFromString(html, "text/html"));
  }

  private failed(): void {
    this.failures += 1;
    this.announcer.say(this.words.say("interrupted"));
    find("#piece-state").textContent = this.words.say("interrupted");
    this.lookIn(backoffMilliseconds(this.failures, null));
  }

  /** A page of another kind, that of a piece that is gone, has words of its own. */
  private become(page: Document): void {
    const coming = page.querySelector<HTMLElement>("[data-state]");
    if (!coming) {
      location.reload();
      return;
    }
    const before = this.piece.dataset.state;
    Object.assign(this.piece.dataset, coming.dataset);
    if (!coming.dataset.refreshSeconds) {
      delete this.piece.dataset.refreshSeconds;
    }
    this.takeOver(page);
    this.changed();
    if (before !== coming.dataset.state) {
      this.announce(coming.dataset.state ?? "");
    }
    this.wait();
  }

  private takeOver(page: Document): void {
    const focused = keyOf(document.activeElement);
    for (const coming of page.querySelectorAll("[data-alive]")) {
      const present = document.getElementById(coming.id);
      if (present && written(present) !== written(coming)) {
        present.replaceWith(document.adoptNode(coming));
      }
    }
    if (focused && document.activeElement === document.body) {
      (document.querySelector<HTMLElement>(focused) ?? find<HTMLElement>("#piece-title")).focus();
    }
  }

  private announce(state: string): void {
    const sound = /^succeeded-(\w+)$/.exec(state)?.[1];
    const shown = [...document.querySelectorAll("#piece-state, .state-detail")].map((said) => said.textContent);
    this.announcer.say(sound ? this.words.say(`piece_${sound}`) : shown.join(" "));
  }
}

/** An element as the server wrote it, but for the token of its forms, which is another each time. */
function written(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const token of copy.querySelectorAll("[name=csrfmiddlewaretoken]")) {
    token.remove();
  }
  return copy.outerHTML;
}
