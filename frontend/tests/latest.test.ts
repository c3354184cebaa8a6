import { expect, test } from "vitest";
import { Latest } from "../src/latest";

test("one thing is done after another, and of those that wait only the latest", async () => {
  const latest = new Latest();
  const done: string[] = [];
  let finish: () => void = () => {};
  const first = new Promise<void>((resolve) => {
    finish = resolve;
  });
  latest.ask(() => first.then(() => void done.push("first")));
  for (const name of ["second", "third"]) {
    latest.ask(async () => void done.push(name));
  }
  expect(done).toEqual([]);
  finish();
  await expect.poll(() => done).toEqual(["first", "third"]);
});

test("what is asked for after all is done is done as well", async () => {
  const latest = new Latest();
  const done: string[] = [];
  latest.ask(async () => void done.push("early"));
  await expect.poll(() => done).toEqual(["early"]);
  latest.ask(async () => void done.push("late"));
  await expect.poll(() => done).toEqual(["early", "late"]);
});
