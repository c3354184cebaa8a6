import { find } from "./dom";
import { Dropped } from "./dropped";
import type { JobRequest } from "./job";
import { MotifPanel } from "./motif-panel";
import type { TypeOptions } from "./options";
import type { Words } from "./words";

type Way = "none" | "pitch" | "motif" | "file";

const MIDDLE_C = "60";

/** What a piece begins from: nothing, a pitch, what is played here, or a file; one of them at a time. */
export class Beginning {
  private readonly field = find<HTMLFieldSetElement>("#beginning");
  private readonly pitch = find<HTMLSelectElement>("#start-pitch-select");
  private readonly motif: MotifPanel;
  private readonly dropped: Dropped;

  constructor(words: Words) {
    this.motif = new MotifPanel(words);
    this.dropped = new Dropped(words);
    this.field.addEventListener("change", (event) => {
      if (event.target instanceof HTMLInputElement && event.target.name === "begin") {
        this.changed();
      }
    });
    this.field.addEventListener("keydown", (event) => {
      if (this.way === "motif" && !(event.target instanceof HTMLSelectElement)) {
        this.motif.type(event);
      }
    });
  }

  offer(options: TypeOptions): void {
    this.dropped.offer(options.primer_midi);
    this.radio("pitch").disabled = options.start_pitch === null;
    this.radio("motif").disabled = options.primer_notes === null;
    if (this.radio(this.way).disabled) {
      this.radio("none").checked = true;
    }
    this.show();
  }

  get startPitch(): number | undefined {
    return this.way === "pitch" && this.pitch.value ? Number(this.pitch.value) : undefined;
  }

  set startPitch(pitch: number | undefined) {
    this.pitch.value = pitch === undefined ? "" : String(pitch);
    this.radio(pitch === undefined ? "none" : "pitch").checked = true;
    this.show();
  }

  /** The fields of a request that say it. */
  get wishes(): Pick<JobRequest, "start_pitch" | "primer_notes" | "primer_midi"> {
    const [pitch, file] = [this.startPitch, this.way === "file" ? this.dropped.value : undefined];
    const notes = this.way === "motif" ? this.motif.notes : [];
    return {
      ...(pitch === undefined ? {} : { start_pitch: pitch }),
      ...(notes.length === 0 ? {} : { primer_notes: notes }),
      ...(file === undefined ? {} : { primer_midi: file }),
    };
  }

  /** Ends a recording that is going on. */
  finish(): void {
    this.motif.stop();
  }

  private get way(): Way {
    return find<HTMLInputElement>("input[name=begin]:checked", this.field).value as Way;
  }

  private changed(): void {
    if (this.way === "pitch" && !this.pitch.value) {
      this.pitch.value = MIDDLE_C;
    }
    this.show();
  }

  private show(): void {
    if (this.way !== "motif") {
      this.motif.stop();
    }
    for (const panel of this.field.querySelectorAll<HTMLElement>("[data-way]")) {
      panel.hidden = panel.dataset.way !== this.way;
    }
    for (const radio of this.field.querySelectorAll<HTMLInputElement>("input[name=begin]")) {
      radio.closest("label")?.toggleAttribute("hidden", radio.disabled);
    }
    this.pitch.disabled = this.way !== "pitch";
  }

  private radio(way: Way): HTMLInputElement {
    return find<HTMLInputElement>(`input[name=begin][value=${way}]`, this.field);
  }
}
