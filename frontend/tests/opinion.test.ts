import { afterEach, expect, test, vi } from "vitest";
import { ConnectionLost, ProblemAnswer } from "../src/failure";
import { opinionAt, rate, takeBack, whyNotKept } from "../src/opinion";
import { pageWords } from "./builders";

const URL = "/p/8a2d/rating";

afterEach(() => vi.unstubAllGlobals());

function answering(response: Response): ReturnType<typeof vi.fn> {
  const fetched = vi.fn(async () => response);
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

test("an opinion is sent whole, so that the next one takes its place", async () => {
  const fetched = answering(Response.json({ stars: 4, comment: "Like rain." }));
  await rate(URL, { stars: 4, comment: "Like rain." });
  expect(fetched).toHaveBeenCalledWith(
    URL,
    expect.objectContaining({ method: "PUT", body: '{"stars":4,"comment":"Like rain."}' }),
  );
});

test("who has given none has none", async () => {
  answering(new Response(null, { status: 404 }));
  expect(await opinionAt(URL)).toBeNull();
});

test("it is taken back by an answer without a body", async () => {
  answering(new Response(null, { status: 204 }));
  await expect(takeBack(URL)).resolves.toBeUndefined();
});

test.each([
  [new ConnectionLost(), "rating_lost"],
  [new ProblemAnswer(404, "not_found", "", [], null), "rating_gone"],
  [new ProblemAnswer(429, "rate_limited", "", [], 9), "rating_later"],
  [new ProblemAnswer(503, "queue_unavailable", "", [], 2), "rating_later"],
  [new ProblemAnswer(422, "invalid_request", "", [], null), "rating_refused"],
])("what was not kept has words that say why: %s", (error, key) => {
  expect(whyNotKept(error)).toBe(key);
  expect(pageWords().say(key, { seconds: 9, detail: "No." })).not.toContain("{");
});
