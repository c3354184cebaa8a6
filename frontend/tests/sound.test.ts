import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Sound } from "../src/sound";

const STREAM = "/api/v1/jobs/6f1c/audio.mp3";
const FILE = "/api/v1/jobs/6f1c/files/piece.mp3";

/** An audio element as far as `Sound` knows it; a test says what happens to it. */
class FakeAudio extends EventTarget {
  preload = "";
  currentTime = 0;
  duration = Number.POSITIVE_INFINITY;
  paused = true;
  readyState = 0;
  // As Chromium tells of a stream.
  seekable = { length: 1, start: () => 0, end: () => Number.POSITIVE_INFINITY };
  buffered = { length: 1, start: () => 0, end: () => 5 };
  refusal: DOMException | null = null;
  readonly sources: string[] = [];

  set src(address: string) {
    this.sources.push(address);
    this.paused = true;
    this.currentTime = 0;
  }

  removeAttribute(): void {}
  load(): void {}

  async play(): Promise<void> {
    if (this.refusal) {
      throw this.refusal;
    }
    this.paused = false;
  }

  pause(): void {
    this.paused = true;
  }

  happen(kind: string): void {
    this.dispatchEvent(new Event(kind));
  }

  loads(duration: number): void {
    this.duration = duration;
    this.happen("loadedmetadata");
  }
}

let opened = 0;

function aSound(): { sound: Sound; audio: FakeAudio } {
  const audio = new FakeAudio();
  const watcher = { onOpen: () => (opened += 1), onChange: () => {} };
  const sound = new Sound(STREAM, watcher, audio as unknown as HTMLAudioElement);
  sound.start();
  return { sound, audio };
}

beforeEach(() => {
  opened = 0;
  vi.useFakeTimers();
  vi.stubGlobal("HTMLMediaElement", { HAVE_FUTURE_DATA: 3 });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("it opens when it is first heard, once", () => {
  const { audio } = aSound();
  audio.happen("playing");
  audio.happen("playing");
  expect(opened).toBe(1);
});

test("a browser that wants a press of the button first opens it too", async () => {
  const audio = new FakeAudio();
  audio.refusal = new DOMException("no gesture", "NotAllowedError");
  const watcher = { onOpen: () => (opened += 1), onChange: () => {} };
  new Sound(STREAM, watcher, audio as unknown as HTMLAudioElement).start();
  await vi.runAllTimersAsync();
  expect(opened).toBe(1);
});

test("what plays is left alone when the file comes", () => {
  const { sound, audio } = aSound();
  sound.stored(FILE);
  expect(audio.sources).toEqual([STREAM]);
});

test("a stream can be sought in as far as it is loaded", () => {
  const { sound, audio } = aSound();
  sound.seek(3);
  sound.seek(20);
  expect(audio).toMatchObject({ currentTime: 3, sources: [STREAM] });
});

test("seeking beyond what is loaded of a stream goes on in the file, and keeps playing", () => {
  const { sound, audio } = aSound();
  sound.seek(20);
  expect(audio.sources).toEqual([STREAM]);
  sound.stored(FILE);
  sound.seek(20);
  expect(audio.sources).toEqual([STREAM, FILE]);
  audio.loads(60);
  expect(audio).toMatchObject({ currentTime: 20, paused: false });
});

test("a stream that was heard to its end leaves the file at its beginning", () => {
  const { sound, audio } = aSound();
  sound.stored(FILE);
  Object.assign(audio, { currentTime: 59.9, paused: true });
  audio.happen("ended");
  audio.loads(60);
  expect(audio).toMatchObject({ currentTime: 0, paused: true });
  expect(sound.canPlay).toBe(true);
});

test("a stream that broke off goes on in the file at the same position once it is there", () => {
  const { sound, audio } = aSound();
  audio.currentTime = 12;
  audio.happen("error");
  expect(sound.canPlay).toBe(false);
  sound.stored(FILE);
  audio.loads(60);
  expect(audio).toMatchObject({ currentTime: 12, paused: false });
});

test("a stream that broke off while it was paused stays paused", () => {
  const { sound, audio } = aSound();
  sound.pause();
  audio.happen("error");
  sound.stored(FILE);
  audio.loads(60);
  expect(audio.paused).toBe(true);
});

test("a stream from which nothing comes any more is left for the file", () => {
  const { sound, audio } = aSound();
  audio.currentTime = 12;
  audio.happen("stalled");
  sound.stored(FILE);
  expect(audio.sources).toEqual([STREAM, FILE]);
  expect(audio.currentTime).toBe(12);
});

test("where the file is made on request it is asked for when the stream has ended", () => {
  const { sound, audio } = aSound();
  sound.onRequest(STREAM);
  expect(audio.sources).toEqual([STREAM]);
  audio.happen("ended");
  expect(audio.sources).toEqual([STREAM, STREAM]);
});

test("where there will be no file, a broken stream is the end", () => {
  const { sound, audio } = aSound();
  sound.abandon();
  expect(sound.canPlay).toBe(true);
  audio.happen("error");
  expect(sound.isLost).toBe(true);
});

test("a file that cannot be loaded is tried again, and then given up", async () => {
  const { sound, audio } = aSound();
  audio.happen("error");
  sound.stored(FILE);
  for (let failure = 0; failure < 5; failure += 1) {
    audio.happen("error");
    await vi.runAllTimersAsync();
  }
  expect(sound.isLost).toBe(true);
  expect(audio.sources).toHaveLength(6);
});
