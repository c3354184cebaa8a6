import { find } from "./dom";
import type { Section } from "./sections";
import type { Words } from "./words";

/** The names of a piece's sections above its roll, each where it is in sight. */
export class SectionStrip {
  private readonly strip = find<HTMLElement>("#roll-sections");
  private sections: readonly Section[] = [];

  constructor(private readonly words: Words) {}

  show(sections: readonly Section[]): void {
    this.sections = sections;
    this.strip.hidden = sections.length === 0;
    this.strip.replaceChildren(...sections.map(({ name }) => this.label(name)));
  }

  /** Lies as the roll does: `fractionAt` is where a moment is, in parts of what is in sight. */
  draw(fractionAt: (seconds: number) => number): void {
    for (const [place, { fromSeconds, toSeconds }] of this.sections.entries()) {
      const label = this.strip.children[place] as HTMLElement;
      const [from, to] = [Math.max(0, fractionAt(fromSeconds)), Math.min(1, fractionAt(toSeconds))];
      label.hidden = to <= from;
      label.style.setProperty("--from", String(from));
      label.style.setProperty("--to", String(to));
    }
  }

  private label(name: string): HTMLElement {
    const [label, text] = [document.createElement("li"), document.createElement("span")];
    text.textContent = this.words.has(`section_${name}`) ? this.words.say(`section_${name}`) : name;
    label.append(text);
    return label;
  }
}
