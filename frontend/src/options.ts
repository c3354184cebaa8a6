/** What each type can be told, as the server writes it into the page (`web/catalogue/services/options.py`). */

export interface RangeOption {
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  /** Null where one is drawn, or none is set. */
  readonly default: number | null;
}

export interface ChoiceOption {
  readonly choices: readonly string[];
  readonly default: string | null;
}

export interface ChordsOption {
  readonly maximum_bars: number;
  readonly chords_per_bar: readonly number[];
  readonly triads_alone: boolean;
}

/** By the names of a request's fields; null for what the type cannot be told. */
export interface TypeOptions {
  readonly length_seconds: RangeOption;
  readonly temperature: RangeOption;
  readonly seed: RangeOption;
  readonly start_pitch: RangeOption | null;
  readonly qpm: RangeOption | null;
  readonly key: ChoiceOption | null;
  readonly scale: ChoiceOption | null;
  readonly groove: ChoiceOption | null;
  readonly top_p: RangeOption | null;
  readonly density: RangeOption | null;
  readonly chords: ChordsOption | null;
  readonly primer_notes: { readonly maximum_notes: number; readonly maximum_seconds: number } | null;
  readonly primer_midi: { readonly maximum_bytes: number };
}

/** By the slugs of style and type. */
export type Catalogue = Readonly<Record<string, Readonly<Record<string, TypeOptions>>>>;

/** JSON that the server wrote into the page. */
export function pageData<Data>(id: string): Data {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null");
}
