import { expect, test } from "vitest";
import type { Catalogue, TypeOptions } from "../src/options";
import { queryOf, settingsOf } from "../src/settings";

const range = (minimum: number, maximum: number, step: number) => ({ minimum, maximum, step, default: null });
const GROOVE: TypeOptions = {
  length_seconds: range(5, 180, 1),
  temperature: range(0.1, 2, 0.1),
  seed: range(0, 9999, 1),
  start_pitch: null,
  qpm: range(20, 300, 1),
  key: null,
  scale: null,
  groove: { choices: ["funk", "rock"], default: null },
  top_p: range(0.1, 1, 0.05),
  density: null,
  chords: null,
  primer_notes: null,
  primer_midi: { maximum_bytes: 1 },
};
const SONG: TypeOptions = {
  ...GROOVE,
  start_pitch: range(21, 108, 1),
  groove: null,
  key: { choices: ["C", "Bb"], default: null },
  scale: { choices: ["major", "minor"], default: null },
  chords: { maximum_bars: 64, chords_per_bar: [1, 2, 4], triads_alone: true },
};
const CATALOGUE: Catalogue = { drums: { groove: GROOVE }, band: { song: SONG } };

test("settings come back from the address that they were put into", () => {
  const settings = {
    style: "band",
    type: "song",
    length_seconds: 60,
    seed: 12,
    key: "Bb",
    scale: "minor",
    chords: "C | Am F#dim",
  };
  const query = new URLSearchParams(queryOf(settings));
  expect(settingsOf(Object.fromEntries(query), CATALOGUE)).toEqual(settings);
});

test("a groove of the type's stays, and one that the type does not play is left out", () => {
  const funky = { style: "drums", type: "groove", groove: "funk" };
  expect(settingsOf(Object.fromEntries(new URLSearchParams(queryOf(funky))), CATALOGUE)).toEqual(funky);
  expect(settingsOf({ ...funky, groove: "polka" }, CATALOGUE)).toEqual({ style: "drums", type: "groove" });
  expect(settingsOf({ ...funky, style: "band", type: "song" }, CATALOGUE)).toEqual({ style: "band", type: "song" });
});

test("a style that is unknown becomes the first, and its type the first of that", () => {
  expect(settingsOf({ style: "toString", type: "song" }, CATALOGUE)).toEqual({ style: "drums", type: "groove" });
});

test("what the type cannot be told is left out", () => {
  const chosen = { style: "drums", type: "groove", start_pitch: "60", key: "C", chords: "C", qpm: "90" };
  expect(settingsOf(chosen, CATALOGUE)).toEqual({ style: "drums", type: "groove", qpm: 90 });
});

test.each([
  ["seed", "1.5"],
  ["seed", "-1"],
  ["seed", "many"],
  ["length_seconds", "181"],
  ["length_seconds", ""],
  ["temperature", "Infinity"],
  ["key", "H"],
  ["scale", "minor"],
  ["unheard", "1"],
])("%s of %s is ignored", (name, value) => {
  expect(settingsOf({ style: "band", type: "song", [name]: value }, CATALOGUE)).toEqual({
    style: "band",
    type: "song",
  });
});
