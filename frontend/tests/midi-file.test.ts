import { expect, test } from "vitest";
import { NotMidi, readMidi } from "../src/midi-file";

const SETTINGS = [0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 1, 0, 1, 0, 96];
const END = [0, 0xff, 0x2f, 0];

function track(...events: number[]): number[] {
  return [0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, events.length, ...events];
}

function file(...bytes: number[]): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

const C4 = [0, 0x90, 60, 100, 96, 0x80, 60, 0];

test("notes have their seconds at the file's tempo", () => {
  const slow = [0, 0xff, 0x51, 3, 0x0f, 0x42, 0x40];
  expect(readMidi(file(...SETTINGS, ...track(...slow, ...C4, ...END)))).toEqual([
    { isDrum: false, pitch: 60, velocity: 100, startSeconds: 0, endSeconds: 1 },
  ]);
});

test("running status, notes that end by velocity 0 and drums are read", () => {
  const [note] = readMidi(file(...SETTINGS, ...track(0, 0x99, 36, 90, 48, 36, 0, ...END)));
  expect(note).toEqual({ isDrum: true, pitch: 36, velocity: 90, startSeconds: 0, endSeconds: 0.25 });
});

test("chunks and messages of other kinds are passed over", () => {
  const foreign = [0x58, 0x46, 0x49, 0x48, 0, 0, 0, 1, 7];
  const sysex = [0, 0xf0, 2, 1, 0xf7, 0, 0xc0, 5];
  expect(readMidi(file(...SETTINGS, ...foreign, ...track(...sysex, ...C4, ...END))).length).toBe(1);
});

test("a note that nobody ended ends with its track", () => {
  expect(readMidi(file(...SETTINGS, ...track(0, 0x90, 60, 100, 96, 0xff, 0x2f, 0)))[0]?.endSeconds).toBe(0.5);
});

test("a file that is cut anywhere is read as far as it goes, or refused", () => {
  const whole = [...SETTINGS, ...track(...C4, ...END)];
  for (let length = 0; length < whole.length; length += 1) {
    try {
      expect(readMidi(file(...whole.slice(0, length))).length).toBe(1);
    } catch (error) {
      expect(error).toBeInstanceOf(NotMidi);
    }
  }
});

test.each([
  ["a picture", [0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ["a file of type 2", [...SETTINGS.slice(0, 9), 2, ...SETTINGS.slice(10), ...track(...C4)]],
  ["a file in frames of film", [...SETTINGS.slice(0, 12), 0xe7, 0x28, ...track(...C4)]],
  ["a file without notes", [...SETTINGS, ...track(...END)]],
])("%s is refused", (_, bytes) => {
  expect(() => readMidi(file(...bytes))).toThrow(NotMidi);
});
