import { Layer } from "./layer";
import type { Score } from "./score";
import { Sheet } from "./sheet";

/** A piece at a glance, on one canvas; the whole of it is drawn anew, at most once a frame. */
export class SmallRoll {
  private readonly layer: Layer;
  private sheet: Sheet | null = null;
  private isAsked = false;

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.layer = new Layer(canvas);
    new ResizeObserver(() => this.update()).observe(canvas);
  }

  show(score: Score | null): void {
    this.sheet = score && new Sheet(score, this.canvas);
    this.update();
  }

  update(): void {
    if (!this.isAsked) {
      this.isAsked = true;
      requestAnimationFrame(() => {
        this.isAsked = false;
        this.draw();
      });
    }
  }

  private draw(): void {
    this.layer.fit();
    this.layer.clear();
    if (!this.sheet) {
      return;
    }
    const { score } = this.sheet;
    this.sheet.view = { fromSeconds: 0, pixelsPerSecond: this.layer.width / score.lengthSeconds };
    this.sheet.admit(score.notes);
    for (const note of score.notes) {
      this.sheet.drawNote(this.layer, note, note[4]);
    }
  }
}
