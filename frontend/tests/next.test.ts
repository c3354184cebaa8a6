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
