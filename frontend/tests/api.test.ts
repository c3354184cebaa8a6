import { afterEach, expect, test, vi } from "vitest";
import { read, submit } from "../src/api";
import { ConnectionLost, ProblemAnswer } from "../src/failure";
import { aJob } from "./builders";

afterEach(() => vi.unstubAllGlobals());

function answering(answer: () => Response): void {
  vi.stubGlobal("fetch", async () => answer());
}

test("an accepted request answers the job", async () => {
  answering(() => Response.json(aJob(), { status: 202 }));
  expect(await submit("/api/v1/jobs", aJob().request)).toEqual(aJob());
});

test("a problem keeps its code, its fields and its Retry-After", async () => {
  const body = { code: "queue_full", detail: "Full.", errors: [{ pointer: "#/seed", detail: "one" }] };
  answering(() => Response.json(body, { status: 503, headers: { "Retry-After": "5" } }));
  const error: unknown = await read("/api/v1/jobs/1").catch((caught: unknown) => caught);
  expect(error).toEqual(new ProblemAnswer(503, "queue_full", "Full.", [{ pointer: "#/seed", detail: "one" }], 5));
});

test("a proxy's page of HTML is a problem without a code", async () => {
  answering(() => new Response("<h1>Bad gateway</h1>", { status: 502 }));
  await expect(read("/api/v1/jobs/1")).rejects.toMatchObject({ status: 502, code: "", retryAfterSeconds: null });
});

test("no answer is a lost connection", async () => {
  answering(() => {
    throw new TypeError("Failed to fetch");
  });
  await expect(read("/api/v1/jobs/1")).rejects.toBeInstanceOf(ConnectionLost);
});

test("an answer that breaks off halfway is a lost connection", async () => {
  answering(() => new Response('{"id": "6f'));
  await expect(read("/api/v1/jobs/1")).rejects.toBeInstanceOf(ConnectionLost);
});
