import { pitchOfCode } from "./computer-keys";

const LOWEST = 48;
const HIGHEST = 72;
const NAMES = ["C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"];
const BLACK = [1, 3, 6, 8, 10];

/** Two octaves of a piano, from C3: for the pointer, for arrows and space, and for the letters of the computer. */
export class Keyboard {
  private readonly keys = new Map<number, HTMLButtonElement>();
  private readonly held = new Map<string, number>();

  constructor(
    element: HTMLElement,
    private readonly onPress: (pitch: number) => void,
    private readonly onRelease: (pitch: number) => void,
  ) {
    for (let pitch = LOWEST; pitch <= HIGHEST; pitch += 1) {
      this.keys.set(pitch, this.key(pitch));
    }
    element.replaceChildren(...this.keys.values());
    this.focusable = LOWEST + NAMES.length;
    element.addEventListener("keydown", (event) => this.keyDown(event));
    for (const kind of ["pointerup", "pointercancel"] as const) {
      addEventListener(kind, (event) => this.release(`pointer ${event.pointerId}`));
    }
    addEventListener("keyup", (event) => this.release(event.code));
    addEventListener("blur", () => this.releaseAll());
  }

  /** A letter or digit went down while the piano was in hand. */
  type(event: KeyboardEvent): void {
    const pitch = pitchOfCode(event.code, LOWEST);
    if (
      pitch !== undefined &&
      this.keys.has(pitch) &&
      !event.repeat &&
      !event.ctrlKey &&
      !event.metaKey &&
      !event.altKey
    ) {
      event.preventDefault();
      this.press(event.code, pitch);
    }
  }

  releaseAll(): void {
    for (const source of [...this.held.keys()]) {
      this.release(source);
    }
  }

  private key(pitch: number): HTMLButtonElement {
    const key = document.createElement("button");
    const name = NAMES[pitch % NAMES.length];
    key.type = "button";
    key.className = BLACK.includes(pitch % NAMES.length) ? "key black" : "key";
    key.ariaLabel = `${name}${Math.floor(pitch / NAMES.length) - 1}`;
    key.dataset.pitch = String(pitch);
    key.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.focus(pitch);
      this.press(`pointer ${event.pointerId}`, pitch);
    });
    return key;
  }

  private keyDown(event: KeyboardEvent): void {
    const pitch = Number((event.target as HTMLElement).dataset.pitch);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && this.keys.has(pitch + step)) {
      event.preventDefault();
      this.focus(pitch + step);
    } else if ((event.key === " " || event.key === "Enter") && !event.repeat) {
      event.preventDefault();
      this.press(event.code, pitch);
    }
  }

  private focus(pitch: number): void {
    this.focusable = pitch;
    this.keys.get(pitch)?.focus();
  }

  /** All keys are one stop of the tabulator. */
  private set focusable(chosen: number) {
    for (const [pitch, key] of this.keys) {
      key.tabIndex = pitch === chosen ? 0 : -1;
    }
  }

  private press(source: string, pitch: number): void {
    if (!this.held.has(source) && ![...this.held.values()].includes(pitch)) {
      this.held.set(source, pitch);
      this.keys.get(pitch)?.classList.add("down");
      this.onPress(pitch);
    }
  }

  private release(source: string): void {
    const pitch = this.held.get(source);
    if (pitch !== undefined) {
      this.held.delete(source);
      this.keys.get(pitch)?.classList.remove("down");
      this.onRelease(pitch);
    }
  }
}
