import type { Note } from "./score";

/** Which of the notes sound at a moment, found without looking at all of them. */
export class Lit {
  private longest = 0;
  private looked = 0;

  /** `notes` are in the order in which they end; more may be added behind. */
  constructor(private readonly notes: readonly Note[]) {}

  *at(seconds: number): Generator<Note> {
    this.lookForLongest();
    for (let place = this.firstEndingAfter(seconds); place < this.notes.length; place += 1) {
      const note = this.notes[place] as Note;
      // Whatever ends later than this began later too.
      if (note[4] > seconds + this.longest) {
        return;
      }
      if (note[3] <= seconds) {
        yield note;
      }
    }
  }

  private lookForLongest(): void {
    for (; this.looked < this.notes.length; this.looked += 1) {
      const [, , , start, end] = this.notes[this.looked] as Note;
      this.longest = Math.max(this.longest, end - start);
    }
  }

  private firstEndingAfter(seconds: number): number {
    let [low, high] = [0, this.notes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.notes[middle] as Note)[4] > seconds) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
