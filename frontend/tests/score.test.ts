import { expect, test } from "vitest";
import { type BegunNote, type Note, Score } from "../src/score";

const BEGUN = { qpm: 120, length_seconds: 30, parts: [{ role: "lead", program: 0, is_drum: false }] };
const NOTES: Note[] = [
  [0, 60, 80, 0, 1],
  [0, 64, 80, 0.5, 1.5],
  [0, 67, 80, 1.6, 3],
];

function told(first: number, until_seconds: number, notes: Note[], begun: BegunNote[] = []) {
  return { first, until_seconds, notes, begun };
}

test("a note that has begun sounds until it is told with its end", () => {
  const score = new Score(BEGUN);
  score.take(told(0, 1.2, NOTES.slice(0, 1), [[0, 64, 80, 0.5]]));
  expect([...score.sounding]).toEqual([[0, 64, 80, 0.5]]);
  score.take(told(1, 2, NOTES.slice(1, 2), [[0, 67, 80, 1.6]]));
  expect([...score.sounding]).toEqual([[0, 67, 80, 1.6]]);
  expect(score.notes).toEqual(NOTES.slice(0, 2));
});

test("a run that follows a lost one adds nothing twice, however it divides the notes", () => {
  const score = new Score(BEGUN);
  score.take(told(0, 2, NOTES.slice(0, 2), [[0, 67, 80, 1.6]]));
  score.take(told(0, 1.1, NOTES.slice(0, 1), [[0, 64, 80, 0.5]]));
  score.take(told(1, 30, NOTES.slice(1)));
  expect(score.notes).toEqual(NOTES);
  expect([...score.sounding]).toEqual([]);
  expect(score.untilSeconds).toBe(30);
});

test("the sound begins shortly before the first note, if there is silence before it", () => {
  const score = new Score(BEGUN);
  expect(score.soundStartSeconds).toBe(0);
  score.take(told(0, 3, [], [[0, 60, 80, 2]]));
  expect(score.soundStartSeconds).toBeCloseTo(1.9);
  score.take(told(0, 30, [[0, 60, 80, 2, 4]]));
  expect(score.soundStartSeconds).toBeCloseTo(1.9);
});
