import { expect, test } from "vitest";
import { Band } from "../src/band";
import { channelsOf, separated } from "../src/channels";

const PIANO = { role: "piano", program: 3, is_drum: false };
const BASS = { role: "bass", program: 33, is_drum: false };
const DRUMS = { role: "drums", program: 40, is_drum: true };

function heard(band: Band): boolean[] {
  return band.parts.map((_, place) => band.isHeard(place));
}

function aBand(...changes: { isMuted?: boolean; isSolo?: boolean }[]): Band {
  const band = new Band([PIANO, BASS, DRUMS]);
  for (const [place, change] of changes.entries()) {
    Object.assign(band.playing[place] ?? {}, change);
  }
  return band;
}

test("all are heard at first, on what the piece was composed for", () => {
  expect(heard(aBand())).toEqual([true, true, true]);
  expect(aBand().playing.map(({ program }) => program)).toEqual([3, 33, 0]);
});

test("who is muted is not heard", () => {
  expect(heard(aBand({ isMuted: true }))).toEqual([false, true, true]);
});

test("those who play solo are heard alone", () => {
  expect(heard(aBand({ isSolo: true }, {}, { isSolo: true }))).toEqual([true, false, true]);
});

test("who plays solo and is muted is silent, and so are the others", () => {
  expect(heard(aBand({ isSolo: true, isMuted: true }))).toEqual([false, false, false]);
});

test("as composed, nothing that was changed is left", () => {
  const band = aBand({ isMuted: true }, { isSolo: true });
  band.tempoPercent = 150;
  Object.assign(band.playing[1] ?? {}, { program: 40, levelPercent: 10 });
  band.reset();
  expect(band).toEqual(new Band([PIANO, BASS, DRUMS]));
});

test("every part has a channel of its own, and drums one that plays drums", () => {
  expect(channelsOf([DRUMS, PIANO, DRUMS, BASS])).toEqual([9, 0, 25, 1]);
  expect(channelsOf(Array(11).fill(PIANO))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11]);
});

test("each part says to which port it is sent, and all else stays as it is", () => {
  const header = [0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 1, 0, 3, 1, 224];
  const track = (...events: number[]) => [0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, events.length, ...events];
  const stroke = [1, 0x99, 36, 9];
  const end = [0, 0xff, 0x2f, 0];
  const port = (number: number) => [0, 0xff, 0x21, 1, number];
  const midi = [...header, ...track(...end), ...track(...stroke, ...end), ...track(...end)];
  expect([...new Uint8Array(separated(new Uint8Array(midi).buffer, [DRUMS, DRUMS]))]).toEqual([
    ...header,
    ...track(...end),
    ...track(...port(0), ...stroke, ...end),
    ...track(...port(1), ...end),
  ]);
});
