import { find } from "./dom";
import { roleName } from "./roles";
import type { ScorePart } from "./score";
import { colourProperty } from "./sheet";

/** Which colour on the roll is whose, where several play. */
export class PartLegend {
  private readonly list = find<HTMLElement>("#roll-parts");

  show(parts: readonly ScorePart[]): void {
    this.list.hidden = parts.length < 2;
    this.list.replaceChildren(...parts.map(({ role }, place) => entry(role, place)));
  }

  showHeard(isHeard: (part: number) => boolean): void {
    for (const [place, item] of [...this.list.children].entries()) {
      (item as HTMLElement).dataset.heard = String(isHeard(place));
    }
  }
}

function entry(role: string, place: number): HTMLElement {
  const item = document.createElement("li");
  item.textContent = roleName(role);
  item.style.setProperty("--part", `var(${colourProperty(place)})`);
  return item;
}
