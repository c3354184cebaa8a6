/** A range input that says its value in words, to eyes and to screen readers, and is filled up to its thumb. */
export class Slider {
  constructor(
    readonly input: HTMLInputElement,
    private readonly describe: (value: number) => string,
    private readonly output: HTMLOutputElement | null = null,
  ) {
    input.addEventListener("input", () => this.show());
    this.show();
  }

  get value(): number {
    return this.input.valueAsNumber;
  }

  set value(value: number) {
    this.input.valueAsNumber = value;
    this.show();
  }

  get max(): number {
    return Number(this.input.max);
  }

  set max(max: number) {
    this.input.max = String(max);
    this.show();
  }

  /** Moves between these from now on. */
  within({ minimum, maximum }: { readonly minimum: number; readonly maximum: number }): void {
    this.input.min = String(minimum);
    this.max = maximum;
  }

  private show(): void {
    const words = this.describe(this.value);
    const min = Number(this.input.min);
    const fraction = this.max > min ? (this.value - min) / (this.max - min) : 0;
    this.input.style.setProperty("--fraction", String(fraction));
    this.input.setAttribute("aria-valuetext", words);
    if (this.output) {
      this.output.value = words;
    }
  }
}
