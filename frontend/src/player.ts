import { find } from "./dom";
import { Slider } from "./slider";
import type { Sound } from "./sound";
import { clock } from "./time";
import type { Words } from "./words";

const FOLLOWED = ["play", "pause", "emptied", "timeupdate", "durationchange"];

/** Our own controls for the sound of one piece. */
export class Player {
  private readonly place = find<HTMLElement>("#sound");
  private readonly controls = find<HTMLFieldSetElement>("#transport");
  private readonly playButton = find<HTMLButtonElement>("#play");
  private readonly playLabel = find<HTMLElement>("#play-label");
  private readonly elapsed = find<HTMLElement>("#elapsed");
  private readonly duration = find<HTMLElement>("#duration");
  private readonly movesCalmly = matchMedia("(prefers-reduced-motion: reduce)");
  private readonly seek: Slider;
  private sound: Sound | null = null;
  private lengthSeconds = 0;
  private isFollowing = false;

  constructor(
    private readonly words: Words,
    private readonly onPosition: (seconds: number) => void,
  ) {
    this.seek = new Slider(find("#seek"), (value) =>
      words.say("music_of", { done: clock(value), length: clock(this.lengthSeconds) }),
    );
    this.seek.input.addEventListener("input", () => this.seekTo(this.seek.value));
    this.playButton.addEventListener("click", () => this.toggle());
    find<HTMLButtonElement>("#stop").addEventListener("click", () => this.stop());
  }

  /** Has another sound in its hands; `lengthSeconds` is how long it is to be. */
  take(sound: Sound, lengthSeconds: number): void {
    this.sound?.dispose();
    this.sound = sound;
    this.lengthSeconds = lengthSeconds;
    this.place.replaceChildren(sound.element);
    for (const kind of FOLLOWED) {
      sound.element.addEventListener(kind, () => this.show());
    }
    this.show();
  }

  /** Shows how the sound stands. */
  show(): void {
    if (this.sound) {
      const { element, canPlay, canSeek } = this.sound;
      this.controls.disabled = !canPlay;
      this.seek.input.setAttribute("aria-disabled", String(!canSeek));
      this.showPlaying(!element.paused);
      this.showLength(element.duration);
      this.showPosition(element.currentTime);
    }
  }

  private toggle(): void {
    if (this.sound?.element.paused) {
      this.sound.play();
    } else {
      this.sound?.pause();
    }
  }

  private stop(): void {
    this.sound?.pause();
    this.seekTo(0);
  }

  private seekTo(seconds: number): void {
    this.sound?.seek(seconds);
    this.show();
  }

  private showPlaying(isPlaying: boolean): void {
    this.playButton.dataset.playing = String(isPlaying);
    this.playLabel.textContent = this.words.say(isPlaying ? "pause" : "play");
    if (isPlaying && !this.isFollowing && !this.movesCalmly.matches) {
      this.isFollowing = true;
      this.followClosely();
    }
  }

  /** The element reports its position four times a second; the eye wants every frame. */
  private followClosely(): void {
    this.isFollowing = this.sound?.element.paused === false;
    if (this.sound && this.isFollowing) {
      this.showPosition(this.sound.element.currentTime);
      requestAnimationFrame(() => this.followClosely());
    }
  }

  private showPosition(seconds: number): void {
    this.seek.value = seconds;
    this.elapsed.textContent = clock(seconds);
    this.onPosition(seconds);
  }

  /** A stream has no length of its own until it has ended. */
  private showLength(seconds: number): void {
    this.lengthSeconds = Number.isFinite(seconds) ? seconds : this.lengthSeconds;
    this.seek.max = this.lengthSeconds;
    this.duration.textContent = clock(Math.round(this.lengthSeconds));
  }
}
