import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Resting, Turns } from "../src/turns";

const TURN_MILLISECONDS = 600;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

class Runner implements Resting {
  goes = false;

  go(): void {
    this.goes = true;
  }

  rest(): void {
    this.goes = false;
  }
}

function joined(turns: Turns, count: number): Runner[] {
  const runners = Array.from({ length: count }, () => new Runner());
  for (const runner of runners) {
    turns.join(runner);
  }
  return runners;
}

test("no more go than there are places, and each has its turn", () => {
  const runners = joined(new Turns(2), 4);
  const haveGone = new Set<number>();
  for (let turn = 0; turn < 4; turn += 1) {
    const going = runners.flatMap((runner, place) => (runner.goes ? [place] : []));
    expect(going).toHaveLength(2);
    going.forEach((place) => {
      haveGone.add(place);
    });
    vi.advanceTimersByTime(TURN_MILLISECONDS);
  }
  expect(haveGone.size).toBe(4);
});

test("who leaves makes room at once", () => {
  const turns = new Turns(1);
  const [first, second] = joined(turns, 2) as [Runner, Runner];
  turns.leave(first);
  expect(second.goes).toBe(true);
});

test("nobody rests where nobody waits", () => {
  const [only] = joined(new Turns(1), 1) as [Runner];
  vi.advanceTimersByTime(10 * TURN_MILLISECONDS);
  expect(only.goes).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
