import { expect, test } from "vitest";
import { likeGain, likeStartSeconds } from "../src/likeness";
import type { FileNote } from "../src/midi-file";

function notes(startSeconds: number, velocity: number, count = 10): FileNote[] {
  return Array.from({ length: count }, (_, place) => ({
    isDrum: false,
    pitch: 60,
    velocity,
    startSeconds: startSeconds + place,
    endSeconds: startSeconds + place + 0.9,
  }));
}

test("what is played softly is made louder than what is played loud", () => {
  expect(likeGain(notes(0, 40))).toBeGreaterThan(4 * likeGain(notes(0, 110)));
});

test("when a piece begins, or how long it is, changes nothing about how loud it is", () => {
  expect(likeGain(notes(7, 80))).toBeCloseTo(likeGain(notes(0, 80)));
  expect(likeGain(notes(0, 80, 100))).toBeCloseTo(likeGain(notes(0, 80, 50)), 1);
});

test("hardly a breath is not raised without end", () => {
  expect(likeGain(notes(0, 1))).toBe(100);
});

test.each([
  [0, 0],
  [0.02, 0],
  [0.21, 0.1],
  [0.26, 0.2],
])("of a piece whose first note is at %f s the sound begins at %f s", (first, start) => {
  expect(likeStartSeconds(notes(first, 80))).toBeCloseTo(start);
});
