import { expect, test } from "vitest";
import { ConnectionLost, NotComposed, ProblemAnswer } from "../src/failure";
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
  expect(explain(problem(422, "invalid_request"), words).points).toEqual(["length_seconds: at most 180."]);
});

test("a job that failed for good says why, and does not advise to repeat it", () => {
  const error = { code: "model_unavailable", message: "The model is missing.", retryable: false };
  const { detail } = explain(new NotComposed(aJob({ status: "failed", error })), words);
  expect(detail).toBe("The model is missing. Choose another style or type, or try later.");
});

test("a job that failed by bad luck advises to try again", () => {
  const error = { code: "worker_lost", message: "A worker was lost.", retryable: true };
  const { detail } = explain(new NotComposed(aJob({ status: "failed", error })), words);
  expect(detail).toBe("A worker was lost. Trying again may well work.");
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
