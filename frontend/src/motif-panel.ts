import { find } from "./dom";
import { Keyboard } from "./keyboard";
import { Motif, type MotifNote } from "./motif";
import { Sketch, sketched } from "./sketch";
import { Tone } from "./tone";
import type { Words } from "./words";

const MOST_NOTES = 64;
const MOST_SECONDS = 15;
const LOOK_MILLISECONDS = 100;
const MILLISECONDS = 1000;

/** A piano to play a short motif on, which is recorded between start and stop. */
export class MotifPanel {
  private readonly recordButton = find<HTMLButtonElement>("#motif-record");
  private readonly recordLabel = find<HTMLElement>("#motif-record-label");
  private readonly clearButton = find<HTMLButtonElement>("#motif-clear");
  private readonly status = find<HTMLElement>("#motif-status");
  private readonly sketch = new Sketch(find("#motif-roll"));
  private readonly motif = new Motif(MOST_NOTES, MOST_SECONDS);
  private readonly tone = new Tone();
  private readonly keyboard: Keyboard;
  private watch = 0;

  constructor(private readonly words: Words) {
    this.keyboard = new Keyboard(
      find("#motif-keyboard"),
      (pitch) => this.press(pitch),
      (pitch) => this.release(pitch),
    );
    this.recordButton.addEventListener("click", () => (this.motif.isRecording ? this.stop() : this.start()));
    this.clearButton.addEventListener("click", () => this.clear());
    this.show();
  }

  get notes(): readonly MotifNote[] {
    return this.motif.notes;
  }

  type(event: KeyboardEvent): void {
    this.keyboard.type(event);
  }

  /** Ends what is recorded and what sounds. */
  stop(): void {
    this.keyboard.releaseAll();
    this.motif.stop(now());
    clearInterval(this.watch);
    this.show();
  }

  private start(): void {
    this.motif.start();
    clearInterval(this.watch);
    this.watch = window.setInterval(() => this.motif.isFull(now()) && this.stop(), LOOK_MILLISECONDS);
    // A click gives no button the focus everywhere, and the letters play only where it is.
    this.recordButton.focus();
    this.show();
  }

  private clear(): void {
    clearInterval(this.watch);
    this.motif.clear();
    this.recordButton.focus();
    this.show();
  }

  private press(pitch: number): void {
    this.tone.press(pitch);
    this.motif.press(pitch, now());
  }

  private release(pitch: number): void {
    this.tone.release(pitch);
    this.motif.release(pitch, now());
    this.show();
  }

  private show(): void {
    const { notes, isRecording } = this.motif;
    this.sketch.show(notes.map(([start, end, pitch]) => sketched(start, end, pitch)));
    this.recordButton.dataset.recording = String(isRecording);
    this.recordLabel.textContent = this.words.say(isRecording ? "motif_stop" : "motif_start");
    this.clearButton.disabled = notes.length === 0;
    this.status.textContent = this.words.say(statusOf(notes.length, isRecording), { notes: notes.length });
  }
}

function statusOf(notes: number, isRecording: boolean): string {
  if (isRecording) {
    return "motif_recording";
  }
  return notes > 0 ? "motif_recorded" : "motif_none";
}

function now(): number {
  return performance.now() / MILLISECONDS;
}
