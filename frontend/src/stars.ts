// Who goes through the stars by an arrow key passes some that are not meant.
const PAUSE_MILLISECONDS = 300;

/** The five stars, a group of radio buttons. */
export class Stars {
  private timer = 0;

  constructor(
    private readonly group: HTMLFieldSetElement,
    choose: (stars: number) => void,
  ) {
    group.addEventListener("change", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => choose(this.chosen), PAUSE_MILLISECONDS);
    });
  }

  /** 1-5; 0 where none is chosen. */
  get chosen(): number {
    return Number(this.buttons.find((button) => button.checked)?.value ?? 0);
  }

  show(stars: number): void {
    clearTimeout(this.timer);
    for (const button of this.buttons) {
      button.checked = Number(button.value) === stars;
    }
  }

  focus(): void {
    (this.buttons.find((button) => button.checked) ?? this.buttons[0])?.focus();
  }

  private get buttons(): HTMLInputElement[] {
    return [...this.group.querySelectorAll("input")];
  }
}
