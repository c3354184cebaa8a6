import { expect, test } from "vitest";
import { requestOf } from "../src/next";
import { aJob } from "./builders";

const RESOLVED = { style: "piano", type: "performance", length_seconds: 30, seed: 7, engine: "one" };
const JOB = aJob({ resolved: RESOLVED });

test("the same again is all that was done", () => {
  expect(requestOf("again", JOB)).toEqual(RESOLVED);
});

test("a new seed is the same without what makes it this very piece", () => {
  expect(requestOf("other", JOB)).toEqual({ style: "piano", type: "performance", length_seconds: 30 });
});

test("a new seed lays a band's piece out anew, over the chords that were asked for if any were", () => {
  const band = { role: "bass", program: 34, is_drum: false };
  const resolved = { ...RESOLVED, chords: ["C"], plan: { sections: [] }, parts: [band] };
  const asked = { style: "piano", type: "performance", length_seconds: 30 };
  expect(requestOf("other", aJob({ resolved }))).toEqual(asked);
  const request = { ...asked, chords: "C" };
  expect(requestOf("other", aJob({ request, resolved }))).toEqual({ ...asked, chords: ["C"] });
});

test("parts that go on from something keep it, and their plan, with a new seed", () => {
  const parts = [{ role: "lead", program: 30, is_drum: false, primer: [[0, 1, 60, 80]] }];
  const { seed: _seed, engine: _engine, ...wishes } = { ...RESOLVED, parts, plan: { sections: [] } };
  expect(requestOf("other", aJob({ resolved: { ...RESOLVED, ...wishes } }))).toEqual(wishes);
});

test("a new seed draws another groove where none was asked for", () => {
  const drums = { role: "drums", program: 0, is_drum: true, primer: [[0, 0.1, 36, 100]] };
  const resolved = { ...RESOLVED, groove: "rock", plan: null, parts: [drums] };
  const asked = { style: "piano", type: "performance", length_seconds: 30 };
  expect(requestOf("other", aJob({ resolved }))).toEqual(asked);
  const request = { ...asked, groove: "rock" };
  expect(requestOf("other", aJob({ request, resolved }))).toEqual(request);
});

test("drums that go on from a file keep it with a new seed", () => {
  const drums = { role: "drums", program: 0, is_drum: true, primer: [[0, 0.1, 36, 100]] };
  const wishes = { style: "rock", type: "drums", length_seconds: 30, groove: null, plan: null, parts: [drums] };
  expect(requestOf("other", aJob({ resolved: { ...wishes, seed: 7 } }))).toEqual(wishes);
});

test("variations are four of a new seed", () => {
  expect(requestOf("variations", JOB)).toEqual({ ...requestOf("other", JOB), variations: 4 });
});

test("a continuation names its parent and nothing else, which the parent's own wishes follow", () => {
  expect(requestOf("continue", JOB)).toEqual({ parent: "6f1c" });
});
