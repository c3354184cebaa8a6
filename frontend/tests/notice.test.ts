import { expect, test } from "vitest";
import { ConnectionLost, isWorthRetrying, NotComposed, ProblemAnswer } from "../src/failure";
import { explain } from "../src/notice";
import { aJob, pageWords } from "./builders";

const words = pageWords();

function problem(status: number, code = "", retryAfterSeconds: number | null = null): ProblemAnswer {
  return new ProblemAnswer(
    status,
    code,
    "The request cannot be done.",
    [{ pointer: "#/length_seconds", detail: "length_seconds: at most 180." }],
    retryAfterSeconds,
  );
}

test("a full queue is explained, and says when to try again", () => {
  expect(explain(problem(503, "queue_full", 7), words)).toMatchObject({
    title: "All players are busy",
    detail: expect.stringContaining("Try again in 7 seconds."),
  });
});

test("an outage without Retry-After still says when to try again", () => {
  expect(explain(problem(502), words).detail).toContain("Try again in 5 seconds.");
});

test("a refused request names every field that was refused", () => {
  expect(explain(problem(422, "invalid_request"), words).points).toEqual(["Length: at most 180."]);
});

function failed(code: string, retryable: boolean): NotComposed {
  return new NotComposed(aJob({ status: "failed", error: { code, message: "A message.", retryable } }));
}

test("a job that failed says why in the reader's words, not in the worker's", () => {
  expect(explain(failed("worker_lost", true), words)).toMatchObject({
    title: "The piece could not be finished",
    detail: "Whoever composed it stopped halfway, several times. Trying again may well work.",
  });
});

test("a job that failed for a reason without words says what the worker said", () => {
  expect(explain(failed("new_reason", true), words).detail).toBe("A message. Trying again may well work.");
});

test("a job that failed for good is not worth trying again", () => {
  expect(explain(failed("new_reason", false), words).detail).toContain("Choose another style or type");
  expect(isWorthRetrying(failed("invalid_primer", false))).toBe(false);
  expect(isWorthRetrying(failed("internal", true))).toBe(true);
});

test("who has enough in the making is told to wait for that", () => {
  expect(explain(problem(429, "too_many_jobs", 5), words).title).toBe("You have enough in the making");
});

test.each([
  new ConnectionLost(),
  problem(404),
  problem(413),
  problem(429),
  problem(500),
  new NotComposed(aJob({ status: "canceled" })),
  new NotComposed(aJob({ status: "expired" })),
  new TypeError("a mistake of ours"),
])("%s has words", (error) => {
  const { title, detail } = explain(error, words);
  expect(title && detail).toBeTruthy();
});
