import type { JobRequest } from "./job";
import type { Catalogue, ChoiceOption, RangeOption, TypeOptions } from "./options";

/** What stands in the page's address: all that is chosen but the music that is played or dropped here. */
export type Settings = Partial<Omit<JobRequest, "primer_notes" | "primer_midi">>;

export const NUMBERS = ["length_seconds", "temperature", "start_pitch", "seed", "qpm", "top_p", "density"] as const;
const NAMES: readonly string[] = ["style", "type", ...NUMBERS, "key", "scale", "groove", "chords"];
const LONGEST_CHORDS = 1000;

/** What of an address, or of a form that was posted, may be set; what is unknown or ill-formed is left out. */
export function settingsOf(chosen: Readonly<Record<string, string>>, catalogue: Catalogue): Settings {
  const place = placeOf(chosen, catalogue);
  const options = place.style === undefined ? undefined : catalogue[place.style]?.[place.type ?? ""];
  return options ? { ...place, ...wishesOf(chosen, options) } : {};
}

/** The query of an address, without its question mark. */
export function queryOf(settings: Settings): string {
  const entries = Object.entries(settings).filter(([name, value]) => NAMES.includes(name) && value !== undefined);
  return new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString();
}

/** A number within its bounds, and a whole one where only those are; else undefined. */
export function numberWithin(text: string | undefined, option: RangeOption | null): number | undefined {
  const value = text?.trim() ? Number(text) : Number.NaN;
  const isWhole = option?.step !== 1 || Number.isInteger(value);
  return option && isWhole && value >= option.minimum && value <= option.maximum ? value : undefined;
}

/** Without a style the first, without a type the style's first. */
function placeOf({ style, type }: Readonly<Record<string, string>>, catalogue: Catalogue): Settings {
  const chosenStyle = style && Object.hasOwn(catalogue, style) ? style : Object.keys(catalogue)[0];
  const types = chosenStyle === undefined ? {} : (catalogue[chosenStyle] ?? {});
  const chosenType = type && Object.hasOwn(types, type) ? type : Object.keys(types)[0];
  return defined({ style: chosenStyle, type: chosenType });
}

function wishesOf(chosen: Readonly<Record<string, string>>, options: TypeOptions): Settings {
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, numberWithin(chosen[name], options[name])]));
  const key = oneOf(chosen.key, options.key);
  return defined({
    ...numbers,
    key,
    scale: key && oneOf(chosen.scale, options.scale),
    groove: oneOf(chosen.groove, options.groove),
    chords: options.chords ? line(chosen.chords) : undefined,
  });
}

function oneOf(text: string | undefined, option: ChoiceOption | null): string | undefined {
  return text !== undefined && option?.choices.includes(text) ? text : undefined;
}

function line(text: string | undefined): string | undefined {
  const trimmed = text?.trim() ?? "";
  return trimmed && trimmed.length <= LONGEST_CHORDS ? trimmed : undefined;
}

function defined(settings: Readonly<Record<string, string | number | undefined>>): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined && value !== ""));
}
