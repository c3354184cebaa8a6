import { find } from "./dom";
import { Slider } from "./slider";

const KEY = "volume";

/** How loud it is, from 0 to 1; this browser remembers it. */
export class Volume {
  private readonly slider = new Slider(find("#volume"), (value) => `${Math.round(value)} %`);

  constructor(onChange: (volume: number) => void) {
    this.slider.value = remembered();
    this.slider.input.addEventListener("input", () => {
      localStorage.setItem(KEY, String(this.slider.value));
      onChange(this.value);
    });
  }

  get value(): number {
    return this.slider.value / 100;
  }
}

function remembered(): number {
  const percent = Number.parseFloat(localStorage.getItem(KEY) ?? "");
  return percent >= 0 && percent <= 100 ? percent : 100;
}
