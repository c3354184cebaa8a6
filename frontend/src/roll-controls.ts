import { find } from "./dom";
import type { Loop } from "./loop";
import type { Player } from "./player";
import type { Roll } from "./roll";

const STEP_SECONDS = 1;
const PAGE_SECONDS = 10;
const ZOOM_STEP = 2;
// A shorter way is a click.
const DRAG_PIXELS = 4;

/** Pointer and keyboard on the roll: where to go, what to play again and again, how close to look. */
export class RollControls {
  private readonly scroller = find<HTMLElement>("#roll-scroller");
  private readonly keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => this.step(-STEP_SECONDS),
    ArrowRight: () => this.step(STEP_SECONDS),
    ArrowDown: () => this.step(-STEP_SECONDS),
    ArrowUp: () => this.step(STEP_SECONDS),
    PageDown: () => this.step(-PAGE_SECONDS),
    PageUp: () => this.step(PAGE_SECONDS),
    Home: () => this.player.seekTo(0),
    End: () => this.player.seekTo(Number.MAX_VALUE),
    " ": () => this.player.toggle(),
    "+": () => this.zoomBy(ZOOM_STEP),
    "-": () => this.zoomBy(1 / ZOOM_STEP),
    "0": () => this.zoomBy(0),
    "[": () => this.mark((loop) => loop.markFrom(this.player.position)),
    "]": () => this.mark((loop) => loop.markTo(this.player.position)),
  };
  private grip: { readonly seconds: number; readonly x: number; readonly marks: boolean } | null = null;

  constructor(
    private readonly roll: Roll,
    private readonly player: Player,
  ) {
    this.scroller.addEventListener("pointerdown", (event) => this.take(event));
    this.scroller.addEventListener("pointermove", (event) => this.drag(event));
    this.scroller.addEventListener("lostpointercapture", () => {
      this.grip = null;
    });
    this.scroller.addEventListener("keydown", (event) => this.press(event));
    this.onClick("#zoom-in", "+");
    this.onClick("#zoom-out", "-");
    this.onClick("#zoom-fit", "0");
    this.onClick("#loop-from", "[");
    this.onClick("#loop-to", "]");
    find("#loop-whole").addEventListener("click", () => this.mark((loop) => loop.unmark()));
  }

  private onClick(selector: string, key: string): void {
    find(selector).addEventListener("click", () => this.keys[key]?.());
  }

  private take(event: PointerEvent): void {
    const bottom = this.scroller.getBoundingClientRect().top + this.scroller.clientHeight;
    if (event.button !== 0 || event.clientY > bottom) {
      return;
    }
    this.grip = { seconds: this.roll.secondsAt(event.clientX), x: event.clientX, marks: event.shiftKey };
    this.scroller.setPointerCapture(event.pointerId);
    if (!event.shiftKey) {
      this.player.seekTo(this.grip.seconds);
    }
  }

  private drag(event: PointerEvent): void {
    if (!this.grip || Math.abs(event.clientX - this.grip.x) < DRAG_PIXELS) {
      return;
    }
    const { seconds, marks } = this.grip;
    const here = this.roll.secondsAt(event.clientX);
    if (marks) {
      this.mark((loop) => loop.mark(seconds, here));
    } else {
      this.player.seekTo(here);
    }
  }

  private press(event: KeyboardEvent): void {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : this.keys[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  }

  private step(seconds: number): void {
    this.player.seekTo(this.player.position + seconds);
  }

  private zoomBy(factor: number): void {
    this.roll.zoom = factor * this.roll.zoom;
  }

  private mark(change: (loop: Loop) => void): void {
    this.player.changeLoop(change);
  }
}
