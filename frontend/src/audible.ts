// When a player may have to show something else.
const MOVES = ["play", "pause", "emptied", "timeupdate", "durationchange"];

export interface SoundWatcher {
  /** It is heard for the first time, or the browser wants a press of the button before it plays. */
  onOpen(): void;
  /** Whether it plays, can be played or can be sought in may have changed. */
  onChange(): void;
}

/** An audio element that is played and paused, and says when it can be heard. */
export class Audible {
  private hasOpened = false;

  constructor(
    protected readonly watcher: SoundWatcher,
    readonly element: HTMLAudioElement,
  ) {
    element.preload = "auto";
    element.addEventListener("playing", () => this.open());
  }

  get isPlaying(): boolean {
    return !this.element.paused;
  }

  get position(): number {
    return this.element.currentTime;
  }

  get duration(): number {
    return this.element.duration;
  }

  get volume(): number {
    return this.element.volume;
  }

  set volume(volume: number) {
    this.element.volume = volume;
  }

  onMove(handle: () => void): void {
    for (const kind of MOVES) {
      this.element.addEventListener(kind, handle);
    }
  }

  play(): void {
    this.element.play().catch((error: unknown) => this.refused(error));
  }

  pause(): void {
    this.element.pause();
  }

  dispose(): void {
    this.element.pause();
    this.element.removeAttribute("src");
    this.element.load();
  }

  protected open(): void {
    if (!this.hasOpened) {
      this.hasOpened = true;
      this.watcher.onOpen();
    }
  }

  private refused(error: unknown): void {
    // Whatever else goes wrong arrives as the element's error event too.
    if (error instanceof DOMException && error.name === "NotAllowedError") {
      this.open();
      this.watcher.onChange();
    }
  }
}
