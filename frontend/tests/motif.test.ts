import { expect, test } from "vitest";
import { pitchOfCode } from "../src/computer-keys";
import { Motif } from "../src/motif";

function recording(): Motif {
  const motif = new Motif(3, 15);
  motif.start();
  return motif;
}

test("a motif begins with its first note", () => {
  const motif = recording();
  motif.press(60, 7);
  motif.release(60, 7.5);
  expect(motif.notes).toEqual([[0, 0.5, 60, 80]]);
});

test("what is played before the start and after the stop is not recorded", () => {
  const motif = new Motif(3, 15);
  motif.press(60, 1);
  motif.start();
  motif.stop(2);
  motif.press(62, 3);
  expect(motif.notes).toEqual([]);
});

test("what is held when the recording stops ends there", () => {
  const motif = recording();
  motif.press(60, 1);
  motif.press(64, 2);
  motif.stop(3);
  expect(motif.notes).toEqual([
    [0, 2, 60, 80],
    [1, 2, 64, 80],
  ]);
});

test("no more notes are taken than there may be, and none after the end", () => {
  const motif = recording();
  for (const [place, pitch] of [60, 62, 64, 65].entries()) {
    motif.press(pitch, place);
    motif.release(pitch, place + 0.5);
  }
  expect(motif.notes.length).toBe(3);
  const late = recording();
  late.press(60, 1);
  late.stop(40);
  expect(late.notes).toEqual([[0, 15, 60, 80]]);
});

test("starting again forgets what was played", () => {
  const motif = recording();
  motif.press(60, 0);
  motif.start();
  expect(motif.notes).toEqual([]);
});

test.each([
  ["KeyZ", 48],
  ["KeyM", 59],
  ["KeyQ", 60],
  ["KeyU", 71],
  ["KeyI", 72],
  ["KeyP", undefined],
])("%s plays %s", (code, pitch) => {
  expect(pitchOfCode(code, 48)).toBe(pitch);
});
