import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ConnectionLost, ProblemAnswer } from "../src/failure";
import type { Job } from "../src/job";
import { backoffMilliseconds, pollMilliseconds, watch } from "../src/watch";
import { aJob } from "./builders";

const DONE = aJob({ status: "succeeded", audio: { status: "ready" } });

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Each poll gets the next answer; the last one is repeated. */
function answering(...answers: readonly (Job | number | "nothing")[]): void {
  const left = [...answers];
  vi.stubGlobal("fetch", async () => {
    const answer = left.length > 1 ? left.shift() : left[0];
    if (answer === "nothing") {
      throw new TypeError("Failed to fetch");
    }
    return typeof answer === "number" ? new Response(null, { status: answer }) : Response.json(answer);
  });
}

async function watched(job: Job): Promise<{ seen: string[]; interruptions: number; end: unknown }> {
  const seen: string[] = [];
  let interruptions = 0;
  const end = watch(job, {
    onChange: (changed) => seen.push(changed.status),
    onInterruption: () => {
      interruptions += 1;
    },
  }).catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  return { seen, interruptions, end: await end };
}

test("a job is followed until its audio is ready, not only until it is composed", async () => {
  answering(aJob({ status: "running" }), aJob({ status: "succeeded" }), DONE);
  expect((await watched(aJob())).seen).toEqual(["running", "succeeded", "succeeded"]);
});

test("a failed job has no audio to wait for", async () => {
  answering(aJob({ status: "failed" }));
  expect((await watched(aJob())).seen).toEqual(["failed"]);
});

test("a connection that comes back is told of and survived", async () => {
  answering("nothing", 503, DONE);
  expect(await watched(aJob())).toMatchObject({ interruptions: 2, end: DONE });
});

test("a connection that stays away is given up", async () => {
  answering("nothing");
  expect((await watched(aJob())).end).toBeInstanceOf(ConnectionLost);
});

test("a job that is gone is not asked for again", async () => {
  answering(404);
  expect(await watched(aJob())).toMatchObject({ interruptions: 0, end: { status: 404 } });
});

test("polling is eager at first and patient later", () => {
  expect([0, 29_999, 30_000].map(pollMilliseconds)).toEqual([300, 300, 1_000]);
});

test("backing off doubles up to five seconds, and never asks before Retry-After", () => {
  expect([1, 2, 10].map((failures) => backoffMilliseconds(failures, new ConnectionLost()))).toEqual([
    600, 1_200, 5_000,
  ]);
  expect(backoffMilliseconds(1, new ProblemAnswer(503, "", "", [], 9))).toBe(9_000);
});
