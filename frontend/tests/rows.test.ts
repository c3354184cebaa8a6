import { expect, test } from "vitest";
import { Rows } from "../src/rows";

const PIANO = { role: "piano", program: 0, is_drum: false };
const DRUMS = { role: "drums", program: 0, is_drum: true };

test("higher pitches lie higher, each in a row of its own", () => {
  const rows = new Rows([PIANO]);
  expect(rows.of(0, 72).top + rows.of(0, 72).height).toBeCloseTo(rows.of(0, 71).top);
});

test("a pitch beyond the range makes room by whole octaves, so that its neighbours move nothing", () => {
  const rows = new Rows([PIANO]);
  expect(rows.admit([[0, 60]])).toBe(false);
  expect(rows.admit([[0, 90]])).toBe(true);
  expect(rows.admit([[0, 95]])).toBe(false);
  expect(rows.of(0, 95).top).toBe(0);
});

test("drums lie close together below the pitches", () => {
  const rows = new Rows([PIANO, DRUMS]);
  const lowest = rows.of(0, 48);
  expect(rows.of(1, 51).top).toBeGreaterThan(lowest.top + lowest.height);
  expect(rows.of(1, 36).top + rows.of(1, 36).height).toBeCloseTo(1);
});

test("a drum that is none of the usual ones gets a row between its neighbours", () => {
  const rows = new Rows([DRUMS]);
  expect(rows.admit([[0, 36]])).toBe(false);
  expect(rows.admit([[0, 40]])).toBe(true);
  expect(rows.of(0, 38).top).toBeGreaterThan(rows.of(0, 40).top);
  expect(rows.of(0, 40).top).toBeGreaterThan(rows.of(0, 42).top);
});
