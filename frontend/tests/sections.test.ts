import { expect, test } from "vitest";
import { sectionsOf } from "../src/sections";

function laidOut(qpm: number, length_seconds: number, ...sections: [name: string, bars: number][]) {
  return sectionsOf({ qpm, length_seconds, plan: { sections: sections.map(([name, bars]) => ({ name, bars })) } });
}

test("a bar of four quarters lasts as long as the tempo says", () => {
  expect(laidOut(120, 20, ["intro", 2], ["A", 8])).toEqual([
    { name: "intro", fromSeconds: 0, toSeconds: 4 },
    { name: "A", fromSeconds: 4, toSeconds: 20 },
  ]);
});

test("a fill belongs to the section that it leads out of, and the last one lasts as long as the piece", () => {
  expect(laidOut(240, 10, ["A", 3], ["fill", 1], ["A", 3], ["fill", 1], ["ending", 1])).toEqual([
    { name: "A", fromSeconds: 0, toSeconds: 4 },
    { name: "A", fromSeconds: 4, toSeconds: 8 },
    { name: "ending", fromSeconds: 8, toSeconds: 10 },
  ]);
});

test("a piece without a plan, or with one that has no sections, has none to show", () => {
  expect(sectionsOf({ qpm: 120, length_seconds: 30, plan: null })).toEqual([]);
  expect(sectionsOf({ qpm: 120, length_seconds: 30 })).toEqual([]);
  expect(laidOut(120, 30)).toEqual([]);
});
