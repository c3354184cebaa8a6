import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Heard, listen } from "../src/heard";

const URL = "/api/v1/jobs/6f1c/heard";
const asked = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();

beforeEach(() => {
  asked.mockResolvedValue(new Response(null, { status: 204 }));
  vi.stubGlobal("fetch", asked);
});

afterEach(() => {
  vi.unstubAllGlobals();
  asked.mockReset();
});

function play(heard: Heard, from: number, to: number): void {
  for (let seconds = from; seconds <= to; seconds += 0.25) {
    heard.at(seconds);
  }
}

test("a piece that was played to its end is told of once", () => {
  const heard = new Heard(URL, 30);
  play(heard, 0, 30);
  play(heard, 0, 30);
  expect(asked).toHaveBeenCalledTimes(1);
  expect(asked).toHaveBeenCalledWith(URL, expect.objectContaining({ method: "POST" }));
});

test("half a piece is not told of", () => {
  play(new Heard(URL, 30), 0, 15);
  expect(asked).not.toHaveBeenCalled();
});

test("who skips to the end has not heard it", () => {
  const heard = new Heard(URL, 30);
  play(heard, 0, 3);
  play(heard, 28, 30);
  expect(asked).not.toHaveBeenCalled();
});

test("who hears the beginning again and again has not heard the end", () => {
  const heard = new Heard(URL, 30);
  for (let times = 0; times < 10; times++) {
    play(heard, 0, 5);
  }
  expect(asked).not.toHaveBeenCalled();
});

test("a pause changes nothing", () => {
  const heard = new Heard(URL, 30);
  play(heard, 0, 15);
  play(heard, 15, 30);
  expect(asked).toHaveBeenCalledTimes(1);
});

test("that it could not be told troubles nobody", async () => {
  asked.mockRejectedValue(new TypeError("offline"));
  play(new Heard(URL, 30), 0, 30);
  await Promise.resolve();
  expect(asked).toHaveBeenCalledTimes(1);
});

class Player extends EventTarget {
  paused = false;
  currentTime = 0;

  playTo(seconds: number): void {
    for (; this.currentTime < seconds; this.currentTime += 0.25) {
      this.dispatchEvent(new Event("timeupdate"));
    }
  }
}

function player(now: () => Heard | null): Player {
  const element = new Player();
  listen(element as unknown as HTMLMediaElement, now);
  return element;
}

test("a piece that an element of the page plays to its end is told of", () => {
  const heard = Heard.of({ dataset: { heardUrl: URL, lengthSeconds: "30.5" } } as unknown as HTMLElement);
  player(() => heard).playTo(31);
  expect(asked).toHaveBeenCalledWith(URL, expect.anything());
});

test("what moves while nothing sounds is not heard", () => {
  const heard = new Heard(URL, 30);
  const element = player(() => heard);
  element.paused = true;
  element.playTo(30);
  expect(asked).not.toHaveBeenCalled();
});

test("an element that goes over to another piece has heard neither out", () => {
  let heard = new Heard(URL, 30);
  const element = player(() => heard);
  element.playTo(15);
  heard = new Heard(`${URL}2`, 30);
  element.currentTime = 0;
  element.playTo(20);
  expect(asked).not.toHaveBeenCalled();
});
