import { ago } from "./ago";
import { find } from "./dom";
import { Heard, listen } from "./heard";

const MINUTE_MILLISECONDS = 60_000;

/** "My pieces": what the server wrote, with sound in its place, times that go on, and pieces that go without a reload. */
export class History {
  private readonly list = find<HTMLElement>("#pieces");
  private readonly announcer = find<HTMLElement>("#announcer");
  private readonly audio = new Audio();
  private playing: HTMLButtonElement | null = null;
  private heard: Heard | null = null;

  constructor() {
    this.audio.preload = "none";
    for (const kind of ["play", "pause", "ended", "error"]) {
      this.audio.addEventListener(kind, () => this.showPlaying());
    }
    listen(this.audio, () => this.heard);
    for (const button of this.playButtons) {
      button.hidden = false;
      button.addEventListener("click", () => this.toggle(button));
    }
    this.list.addEventListener("submit", (event) => this.erase(event));
    this.showTimes();
    setInterval(() => this.showTimes(), MINUTE_MILLISECONDS);
  }

  private get playButtons(): NodeListOf<HTMLButtonElement> {
    return this.list.querySelectorAll<HTMLButtonElement>("[data-audio]");
  }

  private toggle(button: HTMLButtonElement): void {
    if (button === this.playing && !this.audio.paused) {
      this.audio.pause();
      return;
    }
    if (button !== this.playing) {
      this.playing = button;
      this.heard = Heard.of(button);
      this.audio.src = button.dataset.audio ?? "";
    }
    // A refusal arrives as the element's error event too.
    this.audio.play().catch(() => {});
  }

  private showPlaying(): void {
    for (const button of this.playButtons) {
      const isPlaying = button === this.playing && !this.audio.paused;
      button.dataset.playing = String(isPlaying);
      find("[data-label]", button).textContent = (isPlaying ? button.dataset.pause : button.dataset.play) ?? "";
    }
  }

  private showTimes(): void {
    for (const time of this.list.querySelectorAll("time")) {
      time.title ||= time.textContent;
      time.textContent = ago(new Date(time.dateTime), new Date(), document.documentElement.lang || "en");
    }
  }

  /** Where it does not come about, the form is posted as it would be without a script, and its page says why. */
  private async erase(event: SubmitEvent): Promise<void> {
    const form = event.target as HTMLFormElement;
    event.preventDefault();
    if (!confirm(this.list.dataset.confirm)) {
      return;
    }
    const item = form.closest("li");
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(
      () => null,
    );
    if (item && answer?.type === "opaqueredirect") {
      this.remove(item);
    } else {
      form.submit();
    }
  }

  private remove(item: HTMLLIElement): void {
    if (this.playing && item.contains(this.playing)) {
      this.audio.pause();
      this.playing = null;
    }
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    this.announcer.textContent = this.list.dataset.erased ?? "";
    if (next) {
      find<HTMLElement>("a", next).focus();
    } else {
      // The server has words for an empty list, and knows whether there are older pieces.
      location.reload();
    }
  }
}
