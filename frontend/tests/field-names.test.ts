import { expect, test } from "vitest";
import { inWords } from "../src/field-names";
import { Words } from "../src/words";
import { pageWords } from "./builders";

const CHINESE = Words.from({ field_seed: "种子", field_key: "调", field_qpm: "速度", field_top_p: "Top-p" });

function said(detail: string, words = pageWords()): string | undefined {
  return inWords([{ pointer: "#/seed", detail }], words)[0]?.detail;
}

test.each([
  ["length_seconds must be a number from 5 to 180.", "Length must be a number from 5 to 180."],
  ["seed must be a whole number from 0 to 9.", "Seed must be a whole number from 0 to 9."],
  ["chords: 'H' is no chord; such as C are.", "Chords: 'H' is no chord; such as C are."],
  [
    "start_pitch does not go with primer_midi; leave one out.",
    "Starting pitch does not go with MIDI file; leave one out.",
  ],
  [
    "start_pitch is no note of C major; choose another, or another key.",
    "Starting pitch is no note of C major; choose another, or another key.",
  ],
  ["Groove takes no tempo; leave qpm out.", "Groove takes no tempo; leave Tempo out."],
  ["groove must be one of funk, rock.", "Groove must be one of funk, rock."],
  ["The file has no note of this type.", "The file has no note of this type."],
])("%s", (detail, sentence) => {
  expect(said(detail)).toBe(sentence);
});

test.each([
  ["seed 须为 0 到 9 之间的整数。", "种子须为 0 到 9 之间的整数。"],
  ["律动 不支持调，请去掉 key。", "律动不支持调，请去掉调。"],
  ["top_p 须为 0 到 1 之间的数。", "Top-p 须为 0 到 1 之间的数。"],
])("%s", (detail, sentence) => {
  expect(said(detail, CHINESE)).toBe(sentence);
});
