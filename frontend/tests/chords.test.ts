import { expect, test } from "vitest";
import { barsOf, problemOf } from "../src/chords";
import { chordLine, progressionsOf } from "../src/progressions";

const ANY = { maximum_bars: 4, chords_per_bar: [1, 2, 4], triads_alone: false };
const TRIADS = { ...ANY, triads_alone: true };

test("without bar lines each chord has a bar of its own", () => {
  expect(barsOf(" C  G Am ")).toEqual([["C"], ["G"], ["Am"]]);
  expect(barsOf("C | Am F | G |")).toEqual([["C"], ["Am", "F"], ["G"]]);
});

test.each(["", "C", "Am7 F#dim Bb7(b9)/D N.C.", "Cm(maj7)", "C6/9 | G/B D"])("%s can be played over", (line) =>
  expect(problemOf(line, ANY)).toBeNull(),
);

test.each(["H", "Cx", "c", "C##b", "Am7x"])("%s is no chord", (chord) => {
  expect(problemOf(`C ${chord}`, ANY)).toEqual({ key: "chords_unknown", values: { chord } });
});

test("who hears triads alone is given no others", () => {
  expect(problemOf("C Gsus4", TRIADS)).toEqual({ key: "chords_triads", values: { chord: "Gsus4" } });
  expect(problemOf("C Gsus4", ANY)).toBeNull();
});

test("a bar holds one, two or four chords, and there are so many bars and no more", () => {
  expect(problemOf("C G Am | F", ANY)?.key).toBe("chords_per_bar");
  expect(problemOf("C C C C C", ANY)?.key).toBe("chords_too_many");
});

test.each([
  [undefined, undefined, "C G Am F"],
  ["G", undefined, "G D Em C"],
  ["Eb", undefined, "Eb Bb Cm Ab"],
  ["F#", undefined, "F# C# D#m B"],
  ["A", "minor", "Am F C G"],
  ["C", "dorian", "Cm Ab Eb Bb"],
])("the first progression in %s %s is %s", (key, scale, line) => {
  expect(chordLine(progressionsOf(scale)[0] ?? [], key, scale)).toBe(line);
});

test("every progression is itself a line that can be played over", () => {
  const rules = { ...TRIADS, maximum_bars: 64 };
  const lines = [undefined, "minor"].flatMap((scale) =>
    progressionsOf(scale).map((one) => chordLine(one, "Bb", scale)),
  );
  expect(lines.map((line) => problemOf(line, rules))).toEqual(lines.map(() => null));
});
