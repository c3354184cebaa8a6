import { soundStart } from "./sound-start";

/** A piece's notes as its events tell them (`worker/contract/events.py`). */

export interface ScorePart {
  readonly role: string;
  readonly program: number;
  readonly is_drum: boolean;
}

export interface ScoreBegun {
  readonly qpm: number;
  readonly length_seconds: number;
  readonly parts: readonly ScorePart[];
}

/** Part, pitch, velocity, start and end in seconds. */
export type Note = readonly [part: number, pitch: number, velocity: number, start: number, end: number];
export type BegunNote = readonly [part: number, pitch: number, velocity: number, start: number];

export interface NotesDecided {
  /** How many notes the run has told before. */
  readonly first: number;
  readonly until_seconds: number;
  readonly notes: readonly Note[];
  readonly begun: readonly BegunNote[];
}

/** All that is known of a piece, each note once: a run that follows a lost one tells the same from the beginning. */
export class Score {
  readonly lengthSeconds: number;
  readonly parts: readonly ScorePart[];
  /** In the order in which they end. */
  readonly notes: Note[] = [];
  untilSeconds = 0;
  private firstStart = Number.POSITIVE_INFINITY;
  private readonly begun = new Map<string, BegunNote>();

  constructor({ length_seconds, parts }: ScoreBegun) {
    this.lengthSeconds = length_seconds;
    this.parts = parts;
  }

  /** Notes that go on beyond `untilSeconds`. */
  get sounding(): Iterable<BegunNote> {
    return this.begun.values();
  }

  /** Where in the piece its sound begins: the silence before is left out. */
  get soundStartSeconds(): number {
    return Number.isFinite(this.firstStart) ? soundStart(this.firstStart) : 0;
  }

  take({ first, until_seconds, notes, begun }: NotesDecided): void {
    for (const note of notes.slice(Math.max(0, this.notes.length - first))) {
      this.notes.push(note);
      this.begun.delete(key(note));
    }
    // What begins before was told before.
    for (const note of begun.filter(([, , , start]) => start >= this.untilSeconds)) {
      this.begun.set(key(note), note);
    }
    for (const [, , , start] of [...notes, ...begun]) {
      this.firstStart = Math.min(this.firstStart, start);
    }
    this.untilSeconds = Math.max(this.untilSeconds, until_seconds);
  }
}

function key([part, pitch, , start]: Note | BegunNote): string {
  return `${part} ${pitch} ${start}`;
}
