/** Chord lines as the server reads them (`web/catalogue/services/progression.py`, `worker/contract/chords.py`).
 *
 * Here only the form of a symbol is looked at, so that a slip is seen while it is typed; the server knows the rest.
 */

const NO_CHORD = "N.C.";
const OF_TRIADS = [
  "",
  "maj",
  "M",
  "m",
  "min",
  "-",
  "+",
  "aug",
  "o",
  "dim",
  "7",
  "maj7",
  "M7",
  "m7",
  "min7",
  "-7",
  "o7",
  "dim7",
  "+7",
  "aug7",
  "m7b5",
  "-7b5",
  "/o",
  "/o7",
  "6",
  "m6",
  "min6",
  "-6",
  "9",
  "maj9",
  "M9",
  "m9",
  "min9",
  "-9",
  "+9",
  "aug9",
  "6/9",
  "11",
  "maj11",
  "M11",
  "m11",
  "min11",
  "-11",
  "13",
  "maj13",
  "M13",
  "m13",
  "min13",
  "-13",
  ...["m", "min", "-"].flatMap((minor) =>
    ["maj", "M"].flatMap((major) => [`${minor}${major}7`, `${minor}(${major}7)`]),
  ),
];
const OTHERS = ["sus2", "sus", "sus4", "sus7", "7sus", "ped", "5"];
const ROOT = "[A-G](?:#*|b*)(?![#b])";
const CHANGE = String.raw`\(?(?:add[#b]?|no|#|b)[0-9]+\)?`;
const ANY = symbol([...OF_TRIADS, ...OTHERS]);
const TRIAD = symbol(OF_TRIADS);

export interface ChordRules {
  readonly maximum_bars: number;
  readonly chords_per_bar: readonly number[];
  readonly triads_alone: boolean;
}

/** What is wrong with a line: the key of its words, with the values that they name. */
export interface ChordsProblem {
  readonly key: "chords_unknown" | "chords_triads" | "chords_per_bar" | "chords_too_many";
  readonly values: Readonly<Record<string, string | number>>;
}

/** The bars of a line such as "C | Am F | G"; where no bar line stands in it, each chord has a bar of its own. */
export function barsOf(line: string): string[][] {
  const written = line.includes("|") ? line.split("|") : line.split(/\s+/);
  return written.map((bar) => bar.split(/\s+/).filter(Boolean)).filter((bar) => bar.length > 0);
}

/** The first thing that is wrong with a line; null where nothing is, also where it is empty. */
export function problemOf(line: string, rules: ChordRules): ChordsProblem | null {
  const bars = barsOf(line);
  const chords = bars.flat();
  const unknown = chords.find((chord) => chord !== NO_CHORD && !ANY.test(chord));
  if (unknown !== undefined) {
    return { key: "chords_unknown", values: { chord: unknown } };
  }
  const strange = rules.triads_alone && chords.find((chord) => chord !== NO_CHORD && !TRIAD.test(chord));
  if (strange) {
    return { key: "chords_triads", values: { chord: strange } };
  }
  return problemOfBars(bars, rules);
}

function problemOfBars(bars: readonly string[][], rules: ChordRules): ChordsProblem | null {
  const uneven = bars.find((bar) => !rules.chords_per_bar.includes(bar.length));
  if (uneven) {
    return { key: "chords_per_bar", values: { bar: uneven.join(" ") } };
  }
  return bars.length > rules.maximum_bars
    ? { key: "chords_too_many", values: { bars: bars.length, maximum: rules.maximum_bars } }
    : null;
}

function symbol(kinds: readonly string[]): RegExp {
  const escaped = kinds.map((kind) => kind.replace(/[()+/]/g, String.raw`\$&`)).join("|");
  return new RegExp(`^${ROOT}(?:${escaped})(?:${CHANGE})*(?:/${ROOT})?$`);
}
