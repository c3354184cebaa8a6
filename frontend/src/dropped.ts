import { find } from "./dom";
import { NotMidi, readMidi } from "./midi-file";
import { Sketch, sketched } from "./sketch";
import { clock } from "./time";
import type { Words } from "./words";

const CHUNK_BYTES = 0x8000;

/** A MIDI file that was chosen or dropped, shown before it is sent. */
export class Dropped {
  private readonly zone = find<HTMLElement>("#drop-zone");
  private readonly input = find<HTMLInputElement>("#primer-file");
  private readonly status = find<HTMLElement>("#primer-status");
  private readonly removeButton = find<HTMLButtonElement>("#primer-remove");
  private readonly figure = find<HTMLElement>("#primer-figure");
  private readonly sketch = new Sketch(find("#primer-roll"));
  private content: ArrayBuffer | null = null;
  private maximumBytes = 0;

  constructor(private readonly words: Words) {
    this.input.addEventListener("change", () => this.take(this.input.files?.[0]));
    this.removeButton.addEventListener("click", () => {
      this.clear("");
      this.input.focus();
    });
    this.listenToDrops();
  }

  offer({ maximum_bytes }: { readonly maximum_bytes: number }): void {
    this.maximumBytes = maximum_bytes;
  }

  /** In base64; undefined where there is none. */
  get value(): string | undefined {
    return this.content ? base64(new Uint8Array(this.content)) : undefined;
  }

  private listenToDrops(): void {
    for (const kind of ["dragenter", "dragover"] as const) {
      this.zone.addEventListener(kind, (event) => {
        event.preventDefault();
        this.zone.classList.add("over");
      });
    }
    this.zone.addEventListener("dragleave", () => this.zone.classList.remove("over"));
    this.zone.addEventListener("drop", (event) => {
      event.preventDefault();
      this.zone.classList.remove("over");
      this.take(event.dataTransfer?.files[0]);
    });
  }

  private async take(file: File | undefined): Promise<void> {
    if (!file) {
      return;
    }
    if (file.size > this.maximumBytes) {
      this.clear(this.words.say("file_too_large", { kilobytes: Math.floor(this.maximumBytes / 1024) }));
      return;
    }
    try {
      this.show(file.name, await file.arrayBuffer());
    } catch (error) {
      this.clear(this.words.say(error instanceof NotMidi ? "file_not_midi" : "file_unreadable"));
    }
  }

  private show(name: string, content: ArrayBuffer): void {
    const notes = readMidi(content);
    const length = clock(notes.reduce((end, note) => Math.max(end, note.endSeconds), 0));
    this.content = content;
    this.figure.hidden = this.removeButton.hidden = false;
    this.sketch.show(
      notes.map((note) => sketched(note.startSeconds, note.endSeconds, note.pitch, note.isDrum, note.velocity)),
    );
    this.status.textContent = this.words.say("file_shown", { name, notes: notes.length, length });
  }

  private clear(why: string): void {
    this.content = null;
    this.input.value = "";
    this.figure.hidden = this.removeButton.hidden = true;
    this.status.textContent = why;
  }
}

function base64(bytes: Uint8Array): string {
  let binary = "";
  for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(from, from + CHUNK_BYTES));
  }
  return btoa(binary);
}
