import type { ScorePart } from "./score";

const LOWEST_AT_FIRST = 48;
const HIGHEST_AT_FIRST = 83;
// One of each of the nine kinds of drums that Magenta's models play.
const DRUMS_AT_FIRST = [36, 38, 42, 45, 46, 48, 49, 50, 51];
const DRUM_HEIGHT = 1.5;
const GAP_HEIGHT = 2;
const SEMITONES = 12;

/** Where a row lies in a drawing of height 1. */
export interface Row {
  readonly top: number;
  readonly height: number;
}

/** Which row a note has: pitches by semitones, and below them the drums that occur, close together. */
export class Rows {
  private readonly drums: number[];
  private lowest = LOWEST_AT_FIRST;
  private highest = HIGHEST_AT_FIRST;

  constructor(private readonly parts: readonly ScorePart[]) {
    this.drums = parts.some((part) => part.is_drum) ? [...DRUMS_AT_FIRST] : [];
  }

  /** Makes room for notes; whether all rows have moved for them. */
  admit(notes: Iterable<readonly [part: number, pitch: number, ...rest: number[]]>): boolean {
    let haveMoved = false;
    for (const [part, pitch] of notes) {
      haveMoved = (this.isDrum(part) ? this.admitDrum(pitch) : this.admitPitch(pitch)) || haveMoved;
    }
    return haveMoved;
  }

  of(part: number, pitch: number): Row {
    const unit = 1 / (this.pitchesHeight + this.gapHeight + this.drums.length * DRUM_HEIGHT);
    if (!this.isDrum(part)) {
      return { top: (this.highest - pitch) * unit, height: unit };
    }
    const above = this.drums.length - 1 - this.drums.indexOf(pitch);
    const top = this.pitchesHeight + this.gapHeight + above * DRUM_HEIGHT;
    return { top: top * unit, height: DRUM_HEIGHT * unit };
  }

  private get hasPitches(): boolean {
    return this.parts.some((part) => !part.is_drum);
  }

  private get pitchesHeight(): number {
    return this.hasPitches ? this.highest - this.lowest + 1 : 0;
  }

  private get gapHeight(): number {
    return this.hasPitches && this.drums.length > 0 ? GAP_HEIGHT : 0;
  }

  private isDrum(part: number): boolean {
    return this.parts[part]?.is_drum ?? false;
  }

  private admitDrum(pitch: number): boolean {
    const isNew = !this.drums.includes(pitch);
    if (isNew) {
      this.drums.push(pitch);
      this.drums.sort((one, other) => one - other);
    }
    return isNew;
  }

  /** By whole octaves, so that it happens seldom. */
  private admitPitch(pitch: number): boolean {
    const octave = Math.floor(pitch / SEMITONES) * SEMITONES;
    const isNew = pitch < this.lowest || pitch > this.highest;
    this.lowest = Math.min(this.lowest, octave);
    this.highest = Math.max(this.highest, octave + SEMITONES - 1);
    return isNew;
  }
}
