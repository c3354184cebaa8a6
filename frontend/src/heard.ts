// So much of a piece is all of it: the last notes may ring on unheard.
const WHOLE = 0.9;
// Longer steps are jumps.
const STEP_SECONDS = 2;

/** Tells the service that a piece was played to its end, once, and not if it was only skipped through. */
export class Heard {
  private heardSeconds = 0;
  private lastSeconds = 0;
  private isTold = false;

  constructor(
    private readonly url: string,
    private readonly lengthSeconds: number,
  ) {}

  /** Of the piece that an element of the page names. */
  static of({ dataset }: HTMLElement): Heard {
    return new Heard(dataset.heardUrl ?? "", Number(dataset.lengthSeconds));
  }

  /** It sounds just now at a position, in seconds. */
  at(seconds: number): void {
    const step = seconds - this.lastSeconds;
    this.lastSeconds = seconds;
    this.heardSeconds += step > 0 && step < STEP_SECONDS ? step : 0;
    if (!this.isTold && Math.min(seconds, this.heardSeconds) >= WHOLE * this.lengthSeconds) {
      this.isTold = true;
      // Nobody waits for it, and nobody misses it.
      fetch(this.url, { method: "POST", keepalive: true }).catch(() => {});
    }
  }
}

/** Listens to an element; `now` says which piece it plays. */
export function listen(element: HTMLMediaElement, now: () => Heard | null): void {
  element.addEventListener("timeupdate", () => {
    if (!element.paused) {
      now()?.at(element.currentTime);
    }
  });
}
