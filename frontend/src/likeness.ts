import type { FileNote } from "./midi-file";
import { soundStart } from "./sound-start";

const LOUDEST_VELOCITY = 127;
// Found with pieces whose own loudness differs by 17 LU. A soft stroke is duller too: its energy goes by more than the
// fourth power that its level would give.
const VELOCITY_POWER = 5;
// A string rings on a little when it is let go, and is soft by then where it is held; a drum is struck and that is all.
const RELEASE_SECONDS = 0.1;
const LONGEST_SECONDS = 1;
const STROKE_SECONDS = 0.32;
// With this gain a piece in which one note as loud as can be sounds all the time has the service's -16 LUFS, together
// with what the limiter adds.
const GAIN_DB = 7.3;
const LARGEST_GAIN_DB = 40;

/** How much louder the instruments must be for a piece to be as loud as the service's sound of it. */
export function likeGain(notes: readonly FileNote[]): number {
  const energy = notes.reduce((sum, note) => sum + energyOf(note), 0);
  const [first, last] = [firstStart(notes), Math.max(...notes.map(({ endSeconds }) => endSeconds))];
  const decibels = GAIN_DB - 10 * Math.log10(energy / Math.max(1, last - first));
  return 10 ** (Math.min(LARGEST_GAIN_DB, decibels) / 20);
}

/** How many seconds of a piece the service's sound leaves out at the beginning. */
export function likeStartSeconds(notes: readonly FileNote[]): number {
  return soundStart(firstStart(notes));
}

function firstStart(notes: readonly FileNote[]): number {
  return Math.min(...notes.map(({ startSeconds }) => startSeconds));
}

function energyOf({ isDrum, velocity, startSeconds, endSeconds }: FileNote): number {
  const heldSeconds = Math.min(endSeconds - startSeconds + RELEASE_SECONDS, LONGEST_SECONDS);
  return (velocity / LOUDEST_VELOCITY) ** VELOCITY_POWER * (isDrum ? STROKE_SECONDS : heldSeconds);
}
