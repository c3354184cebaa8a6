import { find } from "./dom";
import { Layer } from "./layer";
import { Rows } from "./rows";
import type { BegunNote, Note, Score } from "./score";
import { clock } from "./time";
import type { Words } from "./words";

const COLOURS = 6;
const NARROWEST_PIXELS = 1.5;
const LOWEST_PIXELS = 2;
const HIGHEST_PIXELS = 10;
const FAINTEST = 0.35;
const LOUDEST_VELOCITY = 127;

/** The whole piece on one sheet, which fills as notes are decided; a line stands where it is being heard.
 *
 * What has been drawn stays: a frame draws what is new, and above it, on a sheet of its own, the notes that still sound.
 */
export class Roll {
  private readonly figure = find<HTMLElement>("#roll");
  private readonly text = find<HTMLElement>("#roll-text");
  private readonly cursor = find<HTMLElement>("#roll-cursor");
  private readonly ended = new Layer(find("#roll-ended"));
  private readonly sounding = new Layer(find("#roll-sounding"));
  private score: Score | null = null;
  private rows = new Rows([]);
  private colours: string[] = [];
  private drawn = 0;
  private isAsked = false;

  constructor(private readonly words: Words) {
    new ResizeObserver(() => this.ask()).observe(this.figure);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.startOver());
  }

  /** Shows a piece from its beginning, or nothing where its notes are not known. */
  show(score: Score | null): void {
    this.score = score;
    this.rows = new Rows(score?.parts ?? []);
    this.figure.hidden = score === null;
    this.startOver();
  }

  /** More is known of the piece that is shown. */
  update(): void {
    this.ask();
  }

  /** What is heard now, in seconds from the beginning of the sound. */
  set position(seconds: number) {
    const { lengthSeconds, soundStartSeconds } = this.score ?? { lengthSeconds: 1, soundStartSeconds: 0 };
    const fraction = Math.min(1, (soundStartSeconds + seconds) / lengthSeconds);
    this.cursor.style.setProperty("--fraction", String(fraction));
  }

  private startOver(): void {
    this.drawn = 0;
    this.colours = [];
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
    if (this.score) {
      this.drawEnded(this.score);
      this.drawSounding(this.score);
      const [notes, length] = [this.score.notes.length, clock(this.score.lengthSeconds)];
      this.text.textContent = this.words.say("roll", { notes, length });
    }
  }

  private drawEnded(score: Score): void {
    const isNewSize = this.ended.fit();
    const haveMoved = this.rows.admit([...score.notes.slice(this.drawn), ...score.sounding]);
    if (isNewSize || haveMoved || this.drawn === 0) {
      this.ended.clear();
      this.drawn = 0;
    }
    for (const note of score.notes.slice(this.drawn)) {
      this.drawNote(this.ended, note, note[4]);
    }
    this.drawn = score.notes.length;
  }

  private drawSounding(score: Score): void {
    const layer = this.sounding;
    layer.fit();
    layer.clear();
    layer.bar(0, 0, this.pixels(score.untilSeconds), layer.height, this.colour("--roll-decided"));
    for (const note of score.sounding) {
      this.drawNote(layer, note, score.untilSeconds);
    }
  }

  private drawNote(layer: Layer, [part, pitch, velocity, start]: Note | BegunNote, end: number): void {
    const row = this.rows.of(part, pitch);
    const height = Math.min(HIGHEST_PIXELS, Math.max(LOWEST_PIXELS, row.height * layer.height));
    const top = (row.top + row.height / 2) * layer.height - height / 2;
    const width = Math.max(NARROWEST_PIXELS, this.pixels(end - start));
    const opacity = FAINTEST + ((1 - FAINTEST) * velocity) / LOUDEST_VELOCITY;
    layer.bar(this.pixels(start), top, width, height, this.partColour(part), opacity);
  }

  private pixels(seconds: number): number {
    return this.score ? (seconds / this.score.lengthSeconds) * this.ended.width : 0;
  }

  private partColour(part: number): string {
    const place = part % COLOURS;
    this.colours[place] ??= this.colour(`--part-${place + 1}`);
    return this.colours[place];
  }

  private colour(property: string): string {
    return getComputedStyle(this.figure).getPropertyValue(property);
  }
}
