import { find } from "./dom";
import type { ChoiceOption, RangeOption } from "./options";
import { numberWithin } from "./settings";
import { Slider } from "./slider";

/** A slider for a number that a type may have: at the type's own value it says nothing. */
export class RangeChoice {
  private readonly field: HTMLElement;
  private readonly slider: Slider;
  private option: RangeOption | null = null;

  constructor(name: string, describe: (value: number) => string) {
    this.field = fieldOf(name);
    this.slider = new Slider(find("input[type=range]", this.field), describe, find("output", this.field));
  }

  /** Keeps what was chosen where the new type can have it too. */
  offer(option: RangeOption | null): void {
    const kept = this.value === undefined ? undefined : numberWithin(String(this.value), option);
    this.option = option;
    this.field.hidden = this.slider.input.disabled = option === null;
    if (option) {
      this.slider.within(option);
    }
    this.value = kept;
  }

  get value(): number | undefined {
    const isOwn = this.option === null || this.slider.value === this.option.default;
    return isOwn ? undefined : this.slider.value;
  }

  set value(value: number | undefined) {
    this.slider.value = value ?? this.option?.default ?? this.slider.value;
  }
}

/** A list, of which the first entry stands for no wish. */
export class ListChoice {
  private readonly field: HTMLElement;
  private readonly select: HTMLSelectElement;

  constructor(name: string) {
    this.field = fieldOf(name);
    this.select = find("select", this.field);
  }

  /** Keeps what was chosen where the new type can have it too. */
  offer(option: ChoiceOption | null): void {
    this.field.hidden = this.select.disabled = option === null;
    for (const entry of this.select.options) {
      entry.hidden = entry.disabled = entry.value !== "" && option?.choices.includes(entry.value) === false;
    }
    if (this.select.selectedOptions[0]?.disabled) {
      this.select.value = "";
    }
  }

  get value(): string | undefined {
    return this.select.disabled ? undefined : this.select.value || undefined;
  }

  set value(value: string | undefined) {
    this.select.value = value ?? "";
  }
}

export function fieldOf(name: string): HTMLElement {
  return find<HTMLElement>(`[data-field~="${name}"]`);
}
