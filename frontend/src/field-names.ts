import type { FieldProblem } from "./failure";
import type { Words } from "./words";

const NAMES = [
  "style",
  "type",
  "length_seconds",
  "seed",
  "temperature",
  "top_p",
  "qpm",
  "density",
  "key",
  "scale",
  "groove",
  "chords",
  "start_pitch",
  "primer_notes",
  "primer_midi",
  "parent",
];
// After an English word `key` or `type` is most likely that word; at the beginning, or after Chinese, it is the name.
const PLAIN = new RegExp(`(?<![a-z] ?)\\b(?:${NAMES.join("|")})\\b`, "g");
const TECHNICAL = new RegExp(`\\b(?:${NAMES.filter((name) => /_|qpm/.test(name)).join("|")})\\b`, "g");
// Chinese beside Chinese has no space, but beside a name in Latin letters it has.
const SPACE_WITHIN_CHINESE = /(?<=\p{Script=Han}) (?=\p{Script=Han})/gu;

/** What is said of a request's fields, each by the name that it has on the page. */
export function inWords(problems: readonly FieldProblem[], words: Words): FieldProblem[] {
  const name = (field: string) => words.say(`field_${field}`);
  return problems.map(({ pointer, detail }) => ({
    pointer,
    detail: detail.replace(TECHNICAL, name).replace(PLAIN, name).replace(SPACE_WITHIN_CHINESE, ""),
  }));
}
