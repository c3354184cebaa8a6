import { Beginning } from "./beginning";
import { ListChoice, RangeChoice } from "./choice";
import { ChordLine } from "./chord-line";
import { find } from "./dom";
import type { JobRequest } from "./job";
import type { RangeOption, TypeOptions } from "./options";
import { numberWithin, type Settings } from "./settings";
import type { Words } from "./words";

type Wishes = Omit<Settings, "style" | "type" | "length_seconds">;

const LARGEST_SEED = 2 ** 31;

/** What lies one click deeper. A control that the chosen type does not have is hidden, and what it holds is not sent. */
export class WishesPanel {
  private readonly ranges = {
    temperature: new RangeChoice("temperature", (value) => value.toFixed(1)),
    qpm: new RangeChoice("qpm", (value) => String(value)),
    density: new RangeChoice("density", (value) => value.toFixed(1)),
    top_p: new RangeChoice("top_p", (value) => value.toFixed(2)),
  } as const;
  private readonly key = new ListChoice("key");
  private readonly scale = new ListChoice("scale");
  private readonly groove = new ListChoice("groove");
  private readonly seed = find<HTMLInputElement>("#seed");
  private readonly chords: ChordLine;
  private readonly beginning: Beginning;
  private options: TypeOptions | null = null;

  constructor(words: Words, onChange: () => void) {
    this.chords = new ChordLine(words);
    this.beginning = new Beginning(words);
    const dice = find<HTMLButtonElement>("#dice");
    dice.hidden = false;
    dice.addEventListener("click", () => {
      this.seed.value = String(Math.floor(Math.random() * LARGEST_SEED));
      onChange();
    });
  }

  offer(options: TypeOptions): void {
    this.options = options;
    for (const [name, range] of Object.entries(this.ranges)) {
      range.offer(options[name as keyof typeof this.ranges] as RangeOption | null);
    }
    this.key.offer(options.key);
    this.groove.offer(options.groove);
    this.chords.offer(options.chords);
    this.beginning.offer(options);
    this.showScale();
  }

  /** Shows what follows from other controls. */
  showScale(): void {
    this.scale.offer(this.key.value === undefined ? null : (this.options?.scale ?? null));
    this.chords.showProgressions(this.key.value, this.scale.value);
  }

  get settings(): Wishes {
    const { temperature, qpm, density, top_p } = this.ranges;
    const all = {
      temperature: temperature.value,
      qpm: qpm.value,
      key: this.key.value,
      scale: this.scale.value,
      groove: this.groove.value,
      density: density.value,
      chords: this.chords.value,
      top_p: top_p.value,
      seed: numberWithin(this.seed.value, this.options?.seed ?? null),
      start_pitch: this.beginning.startPitch,
    };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  }

  set settings(wishes: Wishes) {
    for (const [name, range] of Object.entries(this.ranges)) {
      range.value = wishes[name as keyof typeof this.ranges];
    }
    this.key.value = wishes.key;
    this.showScale();
    this.scale.value = wishes.scale;
    this.groove.value = wishes.groove;
    this.chords.value = wishes.chords;
    this.seed.value = wishes.seed === undefined ? "" : String(wishes.seed);
    this.beginning.startPitch = wishes.start_pitch;
    this.showScale();
  }

  /** The fields of a request, what was played or dropped among them. */
  get wishes(): Partial<JobRequest> {
    this.beginning.finish();
    return { ...this.settings, ...this.beginning.wishes };
  }
}
