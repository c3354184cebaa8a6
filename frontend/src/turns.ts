const TURN_MILLISECONDS = 600;

/** What can stop for a while, and go on where it was. */
export interface Resting {
  go(): void;
  rest(): void;
}

/** Lets few of many go on at a time, in turns: a browser has six connections to a host, and sound needs some too. */
export class Turns {
  private readonly going: Resting[] = [];
  private readonly waiting: Resting[] = [];
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly places: number) {}

  join(one: Resting): void {
    this.waiting.push(one);
    this.fill();
    if (this.waiting.length > 0) {
      this.timer ??= setInterval(() => this.relieve(), TURN_MILLISECONDS);
    }
  }

  /** Needs no turn any more. */
  leave(one: Resting): void {
    remove(this.going, one);
    remove(this.waiting, one);
    this.fill();
    if (this.waiting.length === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
    }
  }

  private fill(): void {
    while (this.going.length < this.places) {
      const next = this.waiting.shift();
      if (!next) {
        return;
      }
      this.going.push(next);
      next.go();
    }
  }

  /** Who has gone longest rests, where somebody waits. */
  private relieve(): void {
    const relieved = this.waiting.length > 0 ? this.going.shift() : undefined;
    if (relieved) {
      relieved.rest();
      this.waiting.push(relieved);
      this.fill();
    }
  }
}

function remove<T>(all: T[], one: T): void {
  const place = all.indexOf(one);
  if (place >= 0) {
    all.splice(place, 1);
  }
}
