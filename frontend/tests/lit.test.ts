import { expect, test } from "vitest";
import { Lit } from "../src/lit";
import type { Note } from "../src/score";

const NOTES: Note[] = [
  [0, 60, 90, 0, 1],
  [0, 62, 90, 1, 2],
  [1, 40, 90, 0, 4],
];

test("the notes that sound are lit, also those that began long before", () => {
  expect([...new Lit(NOTES).at(1.5)].map(([, pitch]) => pitch)).toEqual([62, 40]);
});

test("a note is no longer lit when it ends", () => {
  expect([...new Lit(NOTES).at(4)]).toEqual([]);
});

test("notes that are told later are lit as well", () => {
  const notes = NOTES.slice(0, 1);
  const lit = new Lit(notes);
  expect([...lit.at(0.5)]).toHaveLength(1);
  notes.push(...NOTES.slice(1));
  expect([...lit.at(0.5)]).toHaveLength(2);
});
