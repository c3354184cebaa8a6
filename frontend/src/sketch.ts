import { type Note, Score } from "./score";
import { SmallRoll } from "./small-roll";

const TEMPO_OF_NONE = 120;
const LEAST_SECONDS = 4;
const LOUD = 80;

/** What is to be gone on from, on a little roll. */
export class Sketch {
  private readonly roll: SmallRoll;

  constructor(canvas: HTMLCanvasElement) {
    this.roll = new SmallRoll(canvas);
  }

  /** Drums, where there are any, are the second part. */
  show(notes: readonly Note[]): void {
    const end = Math.max(LEAST_SECONDS, ...notes.map((note) => note[4]));
    const parts = [false, true].map((is_drum) => ({ role: "", program: 0, is_drum }));
    const hasDrums = notes.some(([part]) => part === 1);
    const score = new Score({ qpm: TEMPO_OF_NONE, length_seconds: end, parts: hasDrums ? parts : parts.slice(0, 1) });
    score.take({ first: 0, until_seconds: end, notes, begun: [] });
    this.roll.show(score);
  }
}

export function sketched(start: number, end: number, pitch: number, isDrum = false, velocity = LOUD): Note {
  return [isDrum ? 1 : 0, pitch, velocity, start, end];
}
