/** One transparent sheet of a drawing, as sharp as the screen is; lengths are in CSS pixels. */
export class Layer {
  private readonly context: CanvasRenderingContext2D;
  private scale = 0;
  width = 0;
  height = 0;

  constructor(private readonly canvas: HTMLCanvasElement) {
    const context = canvas.getContext("2d");
    if (!context) {
      throw new Error("the browser cannot draw");
    }
    this.context = context;
  }

  /** Takes the size that the page gives; whether it is another one, and the sheet therefore empty. */
  fit(): boolean {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const scale = devicePixelRatio;
    if (scale === this.scale && width === this.width && height === this.height) {
      return false;
    }
    [this.width, this.height, this.scale] = [width, height, scale];
    [this.canvas.width, this.canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
    this.context.scale(scale, scale);
    return true;
  }

  clear(): void {
    this.context.clearRect(0, 0, this.width, this.height);
  }

  bar(left: number, top: number, width: number, height: number, colour: string, opacity = 1): void {
    this.context.globalAlpha = opacity;
    this.context.fillStyle = colour;
    this.context.fillRect(left, top, width, height);
  }
}
