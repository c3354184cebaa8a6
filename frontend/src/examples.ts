import type { Words } from "./words";

/** A piece of every style, made beforehand: one at a time, by one audio element that loads nothing until it is asked. */
export class Examples {
  private readonly audio = new Audio();
  private readonly buttons = [...document.querySelectorAll<HTMLButtonElement>("[data-example]")];
  private chosen: HTMLButtonElement | null = null;

  constructor(private readonly words: Words) {
    this.audio.preload = "none";
    for (const button of this.buttons) {
      button.hidden = false;
      button.addEventListener("click", () => this.toggle(button));
    }
    for (const kind of ["play", "pause", "ended", "error"]) {
      this.audio.addEventListener(kind, () => this.show());
    }
    // What else is played is wanted instead.
    document.addEventListener("play", (event) => event.target !== this.audio && this.stop(), true);
    this.show();
  }

  stop(): void {
    this.audio.pause();
  }

  private toggle(button: HTMLButtonElement): void {
    if (button === this.chosen && !this.audio.paused) {
      this.stop();
      return;
    }
    for (const other of document.querySelectorAll("audio")) {
      other.pause();
    }
    this.chosen = button;
    this.audio.src = button.dataset.example ?? "";
    // A refusal arrives as the element's error event too.
    this.audio.play().catch(() => {});
  }

  private show(): void {
    for (const button of this.buttons) {
      const isPlaying = button === this.chosen && !this.audio.paused;
      button.dataset.playing = String(isPlaying);
      button.ariaLabel = this.words.say(isPlaying ? "example_stop" : "example_play", {
        style: button.dataset.name ?? "",
      });
    }
  }
}
