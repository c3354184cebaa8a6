import { find } from "./dom";
import { Layer } from "./layer";
import { Lit } from "./lit";
import type { Loop } from "./loop";
import { PartLegend } from "./part-legend";
import type { Score } from "./score";
import { SectionStrip } from "./section-strip";
import type { Section } from "./sections";
import { Sheet } from "./sheet";
import { clock } from "./time";
import type { Words } from "./words";

const LARGEST_ZOOM = 16;
// Where the line stands after the sheet was turned, in parts of what is in sight.
const TURNED_TO = 0.1;

/** The piece as a sheet, which fills as notes are decided; a line stands where it is being heard.
 *
 * What has been drawn stays until the sheet is moved: a frame draws what is new, and above it, on sheets of their own,
 * the notes that still grow and those that are heard. Layers are as large as what is in sight, however long the sheet.
 */
export class Roll {
  private readonly figure = find<HTMLElement>("#roll");
  private readonly text = find<HTMLElement>("#roll-text");
  private readonly cursor = find<HTMLElement>("#roll-cursor");
  private readonly range = find<HTMLElement>("#roll-range");
  private readonly scroller = find<HTMLElement>("#roll-scroller");
  private readonly ended = new Layer(find("#roll-ended"));
  private readonly sounding = new Layer(find("#roll-sounding"));
  private readonly lit = new Layer(find("#roll-lit"));
  private readonly legend = new PartLegend();
  private readonly strip: SectionStrip;
  private sheet: Sheet | null = null;
  private heard = new Lit([]);
  private loop: Loop | null = null;
  private drawn = 0;
  private largeness = 1;
  private heardAt = 0;
  private isAsked = false;

  constructor(private readonly words: Words) {
    this.strip = new SectionStrip(words);
    new ResizeObserver(() => this.startOver()).observe(this.figure);
    this.scroller.addEventListener("scroll", () => this.startOver(), { passive: true });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.startOver());
  }

  /** Shows a piece from its beginning, or nothing where its notes are not known. */
  show(score: Score | null, sections: readonly Section[] = []): void {
    this.sheet = score && new Sheet(score, this.figure);
    this.heard = new Lit(score?.notes ?? []);
    this.figure.hidden = score === null;
    this.legend.show(score?.parts ?? []);
    this.strip.show(sections);
    this.zoom = 1;
  }

  /** More is known of the piece that is shown. */
  update(): void {
    this.ask();
  }

  /** Draws the parts that are not heard as if they were far away. */
  showHeard(isHeard: (part: number) => boolean): void {
    if (this.sheet) {
      this.sheet.isHeard = isHeard;
      this.legend.showHeard(isHeard);
      this.startOver();
    }
  }

  showLoop(loop: Loop): void {
    this.loop = loop;
    this.ask();
  }

  get zoom(): number {
    return this.largeness;
  }

  /** How many times larger than the whole piece at once; what is being heard stays in sight. */
  set zoom(zoom: number) {
    this.largeness = Math.min(LARGEST_ZOOM, Math.max(1, zoom));
    this.scroller.style.setProperty("--zoom", String(this.largeness));
    this.figure.classList.toggle("is-zoomed", this.largeness > 1);
    this.turnTo(this.heardAt - this.inSightSeconds / 2);
    this.startOver();
  }

  /** What is heard now, in seconds from the beginning of the sound. */
  hear(seconds: number, isPlaying: boolean): void {
    this.heardAt = (this.sheet?.score.soundStartSeconds ?? 0) + seconds;
    const from = this.view.fromSeconds;
    if (isPlaying && (this.heardAt < from || this.heardAt > from + this.inSightSeconds)) {
      this.turnTo(this.heardAt - TURNED_TO * this.inSightSeconds);
    }
    this.drawHeard(isPlaying);
  }

  /** The position below a point of the window, in seconds of the sound. */
  secondsAt(clientX: number): number {
    const { fromSeconds, pixelsPerSecond } = this.view;
    const seconds = fromSeconds + (clientX - this.scroller.getBoundingClientRect().left) / pixelsPerSecond;
    return Math.max(0, seconds - (this.sheet?.score.soundStartSeconds ?? 0));
  }

  private get view(): { fromSeconds: number; pixelsPerSecond: number } {
    const lengthSeconds = this.sheet?.score.lengthSeconds ?? 1;
    const pixelsPerSecond = (this.scroller.clientWidth * this.zoom) / lengthSeconds || 1;
    return { fromSeconds: this.scroller.scrollLeft / pixelsPerSecond, pixelsPerSecond };
  }

  private get inSightSeconds(): number {
    return (this.sheet?.score.lengthSeconds ?? 1) / this.zoom;
  }

  private turnTo(seconds: number): void {
    this.scroller.scrollLeft = seconds * this.view.pixelsPerSecond;
  }

  private startOver(): void {
    this.drawn = 0;
    this.ask();
  }

  private ask(): void {
    if (!this.isAsked) {
      this.isAsked = true;
      requestAnimationFrame(() => {
        this.isAsked = false;
        this.draw();
      });
    }
  }

  private draw(): void {
    if (this.sheet) {
      this.sheet.view = this.view;
      this.drawEnded(this.sheet);
      this.drawSounding(this.sheet);
      this.drawRange(this.sheet);
      this.strip.draw((seconds) => this.fractionAt(seconds));
      this.drawHeard(this.heardAt > 0);
      const { notes, lengthSeconds } = this.sheet.score;
      this.text.textContent = this.words.say("roll", { notes: notes.length, length: clock(lengthSeconds) });
    }
  }

  private drawEnded(sheet: Sheet): void {
    const { notes, sounding } = sheet.score;
    const isNewSize = this.ended.fit();
    const haveMoved = sheet.admit([...notes.slice(this.drawn), ...sounding]);
    if (isNewSize || haveMoved || this.drawn === 0) {
      this.ended.clear();
      this.drawn = 0;
    }
    for (const note of notes.slice(this.drawn)) {
      sheet.drawNote(this.ended, note, note[4]);
    }
    this.drawn = notes.length;
  }

  private drawSounding(sheet: Sheet): void {
    const { untilSeconds, sounding } = sheet.score;
    this.sounding.fit();
    this.sounding.clear();
    const left = sheet.x(0);
    this.sounding.bar(left, 0, sheet.x(untilSeconds) - left, this.sounding.height, sheet.colour("--roll-decided"));
    for (const note of sounding) {
      sheet.drawNote(this.sounding, note, untilSeconds);
    }
  }

  private drawHeard(areLit: boolean): void {
    this.cursor.style.setProperty("--fraction", String(this.fractionAt(this.heardAt)));
    this.lit.fit();
    this.lit.clear();
    if (this.sheet && areLit) {
      for (const note of this.heard.at(this.heardAt)) {
        if (this.sheet.isHeard(note[0])) {
          this.sheet.drawNote(this.lit, note, note[4], "#fff");
        }
      }
    }
  }

  private drawRange({ score }: Sheet): void {
    this.range.hidden = !this.loop?.isOn || !this.loop.isMarked;
    if (this.loop) {
      const [from, to] = this.loop.range.map((seconds) => seconds + score.soundStartSeconds);
      this.range.style.setProperty("--from", String(this.fractionAt(from ?? 0)));
      this.range.style.setProperty("--to", String(this.fractionAt(Math.min(to ?? 0, score.lengthSeconds))));
    }
  }

  private fractionAt(seconds: number): number {
    return (seconds - this.view.fromSeconds) / this.inSightSeconds;
  }
}
