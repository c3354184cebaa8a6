import type { Announcer } from "./announcer";
import { find } from "./dom";
import { Slider } from "./slider";
import { clock } from "./time";
import type { Words } from "./words";

/** Our own controls for the one audio element of the page. */
export class Player {
  private readonly audio = find<HTMLAudioElement>("#audio");
  private readonly controls = find<HTMLFieldSetElement>("#transport");
  private readonly playButton = find<HTMLButtonElement>("#play");
  private readonly playLabel = find<HTMLElement>("#play-label");
  private readonly elapsed = find<HTMLElement>("#elapsed");
  private readonly duration = find<HTMLElement>("#duration");
  private readonly seek: Slider;
  private lengthSeconds = 0;

  constructor(
    private readonly words: Words,
    private readonly announcer: Announcer,
  ) {
    this.seek = new Slider(find("#seek"), (value) =>
      words.say("music_of", { done: clock(value), length: clock(this.lengthSeconds) }),
    );
    this.seek.input.addEventListener("input", () => this.seekTo(this.seek.value));
    this.playButton.addEventListener("click", () => this.toggle());
    find<HTMLButtonElement>("#stop").addEventListener("click", () => this.stop());
    this.followAudio();
  }

  /** Shows the length of a piece whose audio is still being made. */
  expect(lengthSeconds: number): void {
    this.stop();
    this.audio.removeAttribute("src");
    this.controls.disabled = true;
    this.showLength(lengthSeconds);
    this.showPosition();
  }

  load(href: string): void {
    this.audio.src = href;
    this.controls.disabled = false;
  }

  private followAudio(): void {
    this.audio.addEventListener("play", () => this.playing(true));
    this.audio.addEventListener("pause", () => this.playing(false));
    this.audio.addEventListener("ended", () => this.stop());
    this.audio.addEventListener("timeupdate", () => this.showPosition());
    this.audio.addEventListener("durationchange", () => this.showLength(this.audio.duration));
    this.audio.addEventListener("error", () => this.failed());
  }

  private toggle(): void {
    if (this.audio.paused) {
      // Refusals arrive as the element's error event too.
      this.audio.play().catch(() => {});
    } else {
      this.audio.pause();
    }
  }

  private stop(): void {
    this.audio.pause();
    this.seekTo(0);
  }

  private seekTo(seconds: number): void {
    if (this.audio.readyState > HTMLMediaElement.HAVE_NOTHING) {
      this.audio.currentTime = seconds;
    }
    this.showPosition();
  }

  private playing(playing: boolean): void {
    this.playButton.dataset.playing = String(playing);
    this.playLabel.textContent = this.words.say(playing ? "pause" : "play");
    if (playing) {
      this.followClosely();
    }
  }

  /** The element reports its position four times a second; the eye wants every frame. */
  private followClosely(): void {
    if (!this.audio.paused) {
      this.showPosition();
      requestAnimationFrame(() => this.followClosely());
    }
  }

  private showPosition(): void {
    this.seek.value = this.audio.currentTime;
    this.elapsed.textContent = clock(this.audio.currentTime);
  }

  private showLength(seconds: number): void {
    if (Number.isFinite(seconds)) {
      this.lengthSeconds = seconds;
      this.seek.max = seconds;
      this.duration.textContent = clock(Math.round(seconds));
    }
  }

  private failed(): void {
    if (this.audio.hasAttribute("src")) {
      this.controls.disabled = true;
      this.announcer.say(this.words.say("audio_unplayable"));
    }
  }
}
