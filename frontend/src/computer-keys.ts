/** By where they lie, whatever is printed on them: the two lower rows, and an octave above it the two upper ones. */
const LOWER = "KeyZ KeyS KeyX KeyD KeyC KeyV KeyG KeyB KeyH KeyN KeyJ KeyM".split(" ");
const UPPER = "KeyQ Digit2 KeyW Digit3 KeyE KeyR Digit5 KeyT Digit6 KeyY Digit7 KeyU KeyI".split(" ");

/** The pitch of a key of the computer, Z being `lowest`. */
export function pitchOfCode(code: string, lowest: number): number | undefined {
  const place = [...LOWER, ...UPPER].indexOf(code);
  return place < 0 ? undefined : lowest + place;
}
