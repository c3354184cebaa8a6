import type { Band, Playing } from "./band";
import { find } from "./dom";
import { roleName } from "./roles";
import { colourProperty } from "./sheet";
import { Slider } from "./slider";

/** One part of the mixer: what plays it, how loud, and whether it is heard. */
export class PartRow {
  readonly element: HTMLElement;
  private readonly instrument: HTMLSelectElement;
  private readonly level: Slider;
  private readonly mute: HTMLButtonElement;
  private readonly solo: HTMLButtonElement;

  constructor(
    private readonly band: Band,
    private readonly place: number,
    private readonly onChange: () => void,
  ) {
    this.element = rowFor(band, place);
    this.instrument = find("select", this.element);
    this.level = new Slider(find("[data-level]", this.element), (percent) => `${percent} %`);
    this.mute = find("[data-mute]", this.element);
    this.solo = find("[data-solo]", this.element);
    this.listen();
    this.show();
  }

  /** Shows how the part is to be played. */
  show(): void {
    const { program, levelPercent, isMuted, isSolo } = this.playing;
    this.instrument.value = String(program);
    this.level.value = levelPercent;
    this.mute.setAttribute("aria-pressed", String(isMuted));
    this.solo.setAttribute("aria-pressed", String(isSolo));
    this.element.dataset.heard = String(this.band.isHeard(this.place));
  }

  private get playing(): Playing {
    return this.band.playing[this.place] as Playing;
  }

  private listen(): void {
    this.instrument.addEventListener("change", () => this.change({ program: Number(this.instrument.value) }));
    this.level.input.addEventListener("input", () => this.change({ levelPercent: this.level.value }));
    this.mute.addEventListener("click", () => this.change({ isMuted: !this.playing.isMuted }));
    this.solo.addEventListener("click", () => this.change({ isSolo: !this.playing.isSolo }));
  }

  private change(change: Partial<Playing>): void {
    Object.assign(this.playing, change);
    this.onChange();
  }
}

function rowFor(band: Band, place: number): HTMLElement {
  const template = find<HTMLTemplateElement>("#mixer-part");
  const row = find<HTMLElement>("fieldset", template.content.cloneNode(true) as DocumentFragment);
  const part = band.parts[place];
  find("legend", row).textContent = part ? roleName(part.role) : "";
  row.style.setProperty("--part", `var(${colourProperty(place)})`);
  find(part?.is_drum ? "[data-programs]" : "[data-kits]", row).remove();
  return row;
}
