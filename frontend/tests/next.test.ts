import { expect, test } from "vitest";
import { partFiles } from "../src/keep";
import { requestOf } from "../src/next";
import { aJob } from "./builders";

const RESOLVED = { style: "piano", type: "performance", length_seconds: 30, seed: 7, engine: "one" };
const JOB = aJob({ resolved: RESOLVED });
const MIDI = { name: "piece.mid", type: "audio/midi", bytes: 1, href: "/api/v1/jobs/6f1c/files/piece.mid" };

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

test("variations are four of a new seed", () => {
  expect(requestOf("variations", JOB)).toEqual({ ...requestOf("other", JOB), variations: 4 });
});

test("a continuation names its parent and nothing else, which the parent's own wishes follow", () => {
  expect(requestOf("continue", JOB)).toEqual({ parent: "6f1c" });
});

test("parts are files once the piece is there", () => {
  const resolved = { ...RESOLVED, parts: ["melody", "bass"].map((role) => ({ role, program: 0, is_drum: false })) };
  expect(partFiles(aJob({ resolved }))).toEqual([]);
  expect(partFiles(aJob({ resolved, files: [MIDI] }))).toEqual([
    { role: "melody", href: "/api/v1/jobs/6f1c/parts/0.mid" },
    { role: "bass", href: "/api/v1/jobs/6f1c/parts/1.mid" },
  ]);
});
