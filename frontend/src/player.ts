import { find } from "./dom";
import { Loop } from "./loop";
import type { Playable } from "./playable";
import { Slider } from "./slider";
import type { Sound } from "./sound";
import { clock } from "./time";
import { Volume } from "./volume";
import type { Words } from "./words";

export interface PlayerWatcher {
  /** Where it is, in seconds of the sound; called at every frame while it plays. */
  onPosition(seconds: number, isPlaying: boolean): void;
  onLoop(loop: Loop): void;
}

/** Our own controls for the sound of one piece, whoever plays it: the service's MP3 or the browser itself. */
export class Player {
  private readonly place = find<HTMLElement>("#sound");
  private readonly controls = find<HTMLFieldSetElement>("#transport");
  private readonly playButton = find<HTMLButtonElement>("#play");
  private readonly playLabel = find<HTMLElement>("#play-label");
  private readonly loopButton = find<HTMLButtonElement>("#loop");
  private readonly elapsed = find<HTMLElement>("#elapsed");
  private readonly duration = find<HTMLElement>("#duration");
  private readonly movesCalmly = matchMedia("(prefers-reduced-motion: reduce)");
  private readonly seek: Slider;
  private readonly volume = new Volume((volume) => this.setVolume(volume));
  private loop = new Loop();
  private sound: Sound | null = null;
  private playing: Playable | null = null;
  private lengthSeconds = 0;
  private isFollowing = false;

  constructor(
    private readonly words: Words,
    private readonly watcher: PlayerWatcher,
  ) {
    this.seek = new Slider(find("#seek"), (value) =>
      words.say("music_of", { done: clock(value), length: clock(this.lengthSeconds) }),
    );
    this.seek.input.addEventListener("input", () => this.seekTo(this.seek.value));
    this.playButton.addEventListener("click", () => this.toggle());
    find<HTMLButtonElement>("#stop").addEventListener("click", () => this.stop());
    this.loopButton.addEventListener("click", () => this.toggleLoop());
  }

  get position(): number {
    return this.playing?.position ?? 0;
  }

  /** Has another sound in its hands; `lengthSeconds` is how long it is to be. */
  take(sound: Sound, lengthSeconds: number): void {
    this.sound?.dispose();
    this.sound = sound;
    this.lengthSeconds = lengthSeconds;
    this.place.replaceChildren(sound.element);
    this.loop = new Loop();
    this.watcher.onLoop(this.loop);
    sound.onMove(() => this.show());
    this.playing = sound;
    this.setVolume(this.volume.value);
    this.show();
  }

  /** Goes on with another player of the same piece, where it is; or, with none, with the piece's own sound. */
  switchTo(other: Playable | null): void {
    const [left, next] = [this.playing, other ?? this.sound];
    if (!left || !next || left === next) {
      return;
    }
    const { position, isPlaying } = left;
    left.pause();
    this.playing = next;
    other?.onMove(() => this.show());
    next.volume = this.volume.value;
    next.isLooping = this.loop.isOn;
    next.seek(position);
    if (isPlaying) {
      next.play();
    }
    this.show();
  }

  /** Shows how the sound stands. */
  show(): void {
    if (this.playing) {
      const { canPlay, canSeek, isPlaying, duration, position } = this.playing;
      this.controls.disabled = !canPlay;
      this.seek.input.setAttribute("aria-disabled", String(!canSeek));
      this.showPlaying(isPlaying);
      this.showLength(duration);
      this.showPosition(position);
    }
  }

  toggle(): void {
    if (this.playing?.isPlaying) {
      this.playing.pause();
    } else {
      this.playing?.play();
    }
    this.show();
  }

  pause(): void {
    this.playing?.pause();
  }

  seekTo(seconds: number): void {
    this.playing?.seek(Math.min(Math.max(0, seconds), this.lengthSeconds));
    this.show();
  }

  /** Changes what is played again and again. */
  changeLoop(change: (loop: Loop) => void): void {
    change(this.loop);
    this.showLoop();
  }

  private stop(): void {
    this.playing?.pause();
    this.seekTo(0);
  }

  private toggleLoop(): void {
    this.changeLoop((loop) => {
      loop.isOn = !loop.isOn;
    });
  }

  private showLoop(): void {
    this.loopButton.setAttribute("aria-pressed", String(this.loop.isOn));
    if (this.playing) {
      this.playing.isLooping = this.loop.isOn;
    }
    this.watcher.onLoop(this.loop);
  }

  private setVolume(volume: number): void {
    if (this.playing) {
      this.playing.volume = volume;
    }
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
    this.isFollowing = this.playing?.isPlaying === true;
    if (this.playing && this.isFollowing) {
      this.showPosition(this.playing.position);
      requestAnimationFrame(() => this.followClosely());
    }
  }

  private showPosition(seconds: number): void {
    const back = this.playing?.isPlaying ? this.loop.jump(seconds) : null;
    if (back !== null) {
      this.playing?.seek(back);
    }
    this.seek.value = seconds;
    this.elapsed.textContent = clock(seconds);
    this.watcher.onPosition(seconds, this.playing?.isPlaying === true);
  }

  /** A stream has no length of its own until it has ended. */
  private showLength(seconds: number): void {
    this.lengthSeconds = Number.isFinite(seconds) ? seconds : this.lengthSeconds;
    this.seek.max = this.lengthSeconds;
    this.duration.textContent = clock(Math.round(this.lengthSeconds));
  }
}
