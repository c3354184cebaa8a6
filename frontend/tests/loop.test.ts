import { expect, test } from "vitest";
import { Loop } from "../src/loop";

test("what was marked is played again and again", () => {
  const loop = new Loop();
  loop.mark(8, 3);
  expect(loop.jump(7.9)).toBeNull();
  expect(loop.jump(8)).toBe(3);
});

test("a beginning that is marked behind the end unmarks the end", () => {
  const loop = new Loop();
  loop.mark(1, 3);
  loop.markFrom(5);
  expect(loop.range).toEqual([5, Number.POSITIVE_INFINITY]);
});

test("nothing is repeated where the loop is off", () => {
  const loop = new Loop();
  loop.mark(1, 3);
  loop.isOn = false;
  expect(loop.jump(4)).toBeNull();
});
