import { FULL_PERCENT } from "./band";
import { find } from "./dom";
import type { Resolved } from "./job";
import { type Catalogue, pageData } from "./options";
import { Slider } from "./slider";
import type { Words } from "./words";

/** How fast a piece is played, as a part of its own tempo, and what that is where it keeps to a beat. */
export class Tempo {
  private readonly slider: Slider;
  private qpm: number | null = null;

  constructor(
    private readonly words: Words,
    onChange: (percent: number) => void,
  ) {
    this.slider = new Slider(find("#mixer-tempo"), (percent) => this.describe(percent), find("#mixer-tempo-output"));
    this.slider.input.addEventListener("input", () => onChange(this.slider.value));
  }

  set value(percent: number) {
    this.slider.value = percent;
  }

  /** Begins with a piece as it was composed. */
  show(resolved: Resolved): void {
    this.qpm = keepsBeat(resolved) ? (resolved.qpm ?? null) : null;
    this.value = FULL_PERCENT;
  }

  private describe(percent: number): string {
    return this.qpm === null
      ? `${percent} %`
      : this.words.say("mixer_tempo", { percent, qpm: Math.round((this.qpm * percent) / FULL_PERCENT) });
  }
}

/** A performance has a tempo in its file, but nobody would hear it. */
function keepsBeat({ style, type }: Resolved): boolean {
  return Boolean(pageData<Catalogue>("options")[style]?.[type]?.qpm);
}
