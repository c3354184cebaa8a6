/** Progressions that everybody knows, in any key. */

/** Degrees by their numerals, small ones for minor chords. */
export type Progression = readonly string[];

const OF_MAJOR: readonly Progression[] = [
  ["I", "V", "vi", "IV"],
  ["I", "vi", "IV", "V"],
  ["ii", "V", "I", "I"],
  ["I", "V", "vi", "iii", "IV", "I", "IV", "V"],
  ["I", "I", "I", "I", "IV", "IV", "I", "I", "V", "IV", "I", "V"],
];
const OF_MINOR: readonly Progression[] = [
  ["i", "VI", "III", "VII"],
  ["i", "VII", "VI", "V"],
  ["i", "iv", "v", "i"],
  ["i", "VI", "iv", "V"],
];
// Scales with a minor third and no major one.
const MINOR_SCALES = ["minor", "harmonic_minor", "minor_pentatonic", "blues", "dorian", "phrygian"];
const NUMERALS = ["I", "II", "III", "IV", "V", "VI", "VII"];
const MAJOR_STEPS = [0, 2, 4, 5, 7, 9, 11];
const MINOR_STEPS = [0, 2, 3, 5, 7, 8, 10];
const SHARPS = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];
const FLATS = ["C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B"];
// Major keys whose signature has flats, by their pitch class; F sharp and G flat are told apart by name.
const FLAT_KEYS = [1, 3, 5, 8, 10];
const MINOR_THIRD = 3;

export function progressionsOf(scale: string | undefined): readonly Progression[] {
  return isMinor(scale) ? OF_MINOR : OF_MAJOR;
}

/** The chords of a progression as a line, one a bar: I–V in G is "G D". Without a key it is in C, or in A minor. */
export function chordLine(progression: Progression, key: string | undefined, scale: string | undefined): string {
  const minor = isMinor(scale);
  const tonic = key ?? (minor ? "A" : "C");
  const root = pitchClass(tonic);
  const names = isFlat(tonic, root, minor) ? FLATS : SHARPS;
  const steps = minor ? MINOR_STEPS : MAJOR_STEPS;
  const chords = progression.map((numeral) => {
    const degree = NUMERALS.indexOf(numeral.toUpperCase());
    const name = names[(root + (steps[degree] ?? 0)) % names.length];
    return numeral === numeral.toUpperCase() ? name : `${name}m`;
  });
  return chords.join(" ");
}

function isMinor(scale: string | undefined): boolean {
  return MINOR_SCALES.includes(scale ?? "");
}

function pitchClass(key: string): number {
  return Math.max(SHARPS.indexOf(key), FLATS.indexOf(key));
}

function isFlat(tonic: string, root: number, minor: boolean): boolean {
  if (tonic.endsWith("b") || tonic.endsWith("#")) {
    return tonic.endsWith("b");
  }
  return FLAT_KEYS.includes(minor ? (root + MINOR_THIRD) % SHARPS.length : root);
}
