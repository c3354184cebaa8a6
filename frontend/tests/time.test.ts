import { expect, test } from "vitest";
import { clock } from "../src/time";

test.each([
  [0, "0:00"],
  [5, "0:05"],
  [59.9, "0:59"],
  [75, "1:15"],
  [180, "3:00"],
])("%d seconds read %s", (seconds, words) => {
  expect(clock(seconds)).toBe(words);
});
