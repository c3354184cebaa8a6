// Shorter than this nobody hears a repetition but a noise.
const SHORTEST_SECONDS = 0.5;

/** What is played again and again: the whole piece, or what was marked of it. */
export class Loop {
  isOn = false;
  private from = 0;
  private to = Number.POSITIVE_INFINITY;

  get isMarked(): boolean {
    return this.from > 0 || Number.isFinite(this.to);
  }

  /** The marked range in seconds; the end is infinite where only the beginning was marked. */
  get range(): readonly [from: number, to: number] {
    return [this.from, this.to];
  }

  mark(one: number, other: number): void {
    [this.from, this.to] = [Math.max(0, Math.min(one, other)), Math.max(one, other)];
    this.to = Math.max(this.to, this.from + SHORTEST_SECONDS);
    this.isOn = true;
  }

  markFrom(seconds: number): void {
    this.mark(seconds, seconds < this.to ? this.to : Number.POSITIVE_INFINITY);
  }

  markTo(seconds: number): void {
    this.mark(seconds > this.from ? this.from : 0, seconds);
  }

  unmark(): void {
    [this.from, this.to] = [0, Number.POSITIVE_INFINITY];
  }

  /** Where to go from a position, or null where to go on; the end of the whole piece is the sound's own matter. */
  jump(position: number): number | null {
    return this.isOn && position >= this.to ? this.from : null;
  }
}
