// The service's sound is cut by so much, and so much at least of the silence before the first note is in it
// (`worker/rendering/silence.py`).
const BLOCK_SECONDS = 0.1;
const LEAD_IN_SECONDS = 0.025;

/** How many seconds of a piece the service's sound leaves out at the beginning, where its first note begins then. */
export function soundStart(firstNoteSeconds: number): number {
  return Math.max(0, Math.floor((firstNoteSeconds - LEAD_IN_SECONDS) / BLOCK_SECONDS) * BLOCK_SECONDS);
}
