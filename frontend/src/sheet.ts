import type { Layer } from "./layer";
import { Rows } from "./rows";
import type { BegunNote, Note, Score } from "./score";

const COLOURS = 6;
const NARROWEST_PIXELS = 1.5;
const LOWEST_PIXELS = 2;
const HIGHEST_PIXELS = 10;
const FAINTEST = 0.35;
const LOUDEST_VELOCITY = 127;
// Of how a muted part is drawn otherwise.
const MUTED_OPACITY = 0.2;

/** What of a piece is in sight: from where, in seconds, and how many pixels a second is wide. */
export interface View {
  readonly fromSeconds: number;
  readonly pixelsPerSecond: number;
}

/** How a score's notes lie on layers of one size; colours are the page's own. */
export class Sheet {
  view: View = { fromSeconds: 0, pixelsPerSecond: 1 };
  isHeard: (part: number) => boolean = () => true;
  private readonly rows: Rows;
  private readonly colours: string[] = [];

  constructor(
    readonly score: Score,
    private readonly styled: Element,
  ) {
    this.rows = new Rows(score.parts);
  }

  /** Makes room for notes; whether all rows have moved for them. */
  admit(notes: Iterable<Note | BegunNote>): boolean {
    return this.rows.admit(notes);
  }

  x(seconds: number): number {
    return (seconds - this.view.fromSeconds) * this.view.pixelsPerSecond;
  }

  drawNote(layer: Layer, [part, pitch, velocity, start]: Note | BegunNote, end: number, colour?: string): void {
    const [left, right] = [this.x(start), this.x(end)];
    if (right < 0 || left > layer.width) {
      return;
    }
    const row = this.rows.of(part, pitch);
    const height = Math.min(HIGHEST_PIXELS, Math.max(LOWEST_PIXELS, row.height * layer.height));
    const top = (row.top + row.height / 2) * layer.height - height / 2;
    const width = Math.max(NARROWEST_PIXELS, right - left);
    layer.bar(left, top, width, height, colour ?? this.partColour(part), this.opacity(part, velocity));
  }

  colour(property: string): string {
    return getComputedStyle(this.styled).getPropertyValue(property);
  }

  private partColour(part: number): string {
    const place = part % COLOURS;
    this.colours[place] ??= this.colour(colourProperty(place));
    return this.colours[place];
  }

  private opacity(part: number, velocity: number): number {
    const opacity = FAINTEST + ((1 - FAINTEST) * velocity) / LOUDEST_VELOCITY;
    return this.isHeard(part) ? opacity : MUTED_OPACITY * opacity;
  }
}

/** Where the page's styles have a part's colour. */
export function colourProperty(part: number): string {
  return `--part-${(part % COLOURS) + 1}`;
}
