/** Start and end in seconds, pitch, velocity: as a request's `primer_notes` has them. */
export type MotifNote = readonly [start: number, end: number, pitch: number, velocity: number];

const SHORTEST_SECONDS = 0.05;
const VELOCITY = 80;
const MILLISECOND = 1000;

/** What is played between start and stop, from its first note on: times are in seconds of any one clock. */
export class Motif {
  private played: MotifNote[] = [];
  private readonly held = new Map<number, number>();
  private beginSeconds: number | null = null;
  private isOpen = false;

  constructor(
    private readonly maximumNotes: number,
    private readonly maximumSeconds: number,
  ) {}

  get isRecording(): boolean {
    return this.isOpen;
  }

  /** By their beginnings. */
  get notes(): readonly MotifNote[] {
    return this.played.toSorted(([one], [other]) => one - other);
  }

  /** Begins anew; what was recorded before is forgotten. */
  start(): void {
    this.clear();
    this.isOpen = true;
  }

  /** Whatever still sounds ends here. */
  stop(now: number): void {
    for (const pitch of [...this.held.keys()]) {
      this.release(pitch, now);
    }
    this.isOpen = false;
  }

  clear(): void {
    this.played = [];
    this.held.clear();
    this.beginSeconds = null;
    this.isOpen = false;
  }

  /** A key goes down; nothing where none is recorded, or no more can be. */
  press(pitch: number, now: number): void {
    if (this.isOpen && !this.held.has(pitch) && !this.isFull(now)) {
      this.beginSeconds ??= now;
      this.held.set(pitch, this.elapsed(now));
    }
  }

  release(pitch: number, now: number): void {
    const start = this.held.get(pitch);
    if (start !== undefined) {
      this.held.delete(pitch);
      const end = Math.min(this.maximumSeconds, Math.max(this.elapsed(now), start + SHORTEST_SECONDS));
      this.played.push([rounded(start), rounded(end), pitch, VELOCITY]);
    }
  }

  /** Seconds since the first note. */
  elapsed(now: number): number {
    return this.beginSeconds === null ? 0 : Math.min(this.maximumSeconds, now - this.beginSeconds);
  }

  isFull(now: number): boolean {
    const isLate = this.elapsed(now) > this.maximumSeconds - SHORTEST_SECONDS;
    return isLate || this.played.length + this.held.size >= this.maximumNotes;
  }
}

function rounded(seconds: number): number {
  return Math.round(seconds * MILLISECOND) / MILLISECOND;
}
