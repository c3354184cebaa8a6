import type { Announcer } from "./announcer";
import { find } from "./dom";
import { type Job, resultFile } from "./job";
import { roleName } from "./roles";
import type { Words } from "./words";

/** What can be kept of a piece: links to its files, and to each part where there are several. */
export class Keep {
  private readonly midi = find<HTMLAnchorElement>("#download-midi");
  private readonly mp3 = find<HTMLAnchorElement>("#download-mp3");
  private readonly wav = find<HTMLAnchorElement>("#download-wav");
  private readonly parts = find<HTMLDetailsElement>("#parts");
  private readonly partLinks = find<HTMLUListElement>("#part-links");
  private readonly said = find<HTMLElement>("#keep-said");
  private shownId = "";

  constructor(
    private readonly words: Words,
    private readonly announcer: Announcer,
  ) {
    this.wav.addEventListener("click", () => this.tellOfWav());
  }

  show(job: Job): void {
    link(this.midi, resultFile(job, "piece.mid")?.href);
    link(this.mp3, resultFile(job, "piece.mp3")?.href);
    link(this.wav, resultFile(job, "piece.mp3") && job.links.audio.replace(/mp3$/, "wav"));
    this.showParts(resultFile(job, "piece.mid") ? job.parts : []);
    if (job.id !== this.shownId) {
      this.shownId = job.id;
      this.said.textContent = "";
    }
  }

  private showParts(files: Job["parts"]): void {
    this.parts.hidden = files.length < 2;
    if (this.partLinks.childElementCount !== files.length || this.partLinks.dataset.first !== files[0]?.href) {
      this.partLinks.dataset.first = files[0]?.href ?? "";
      this.partLinks.replaceChildren(...files.map(listItem));
    }
  }

  /** It is made for whoever asks, and the browser tells nobody when it is there. */
  private tellOfWav(): void {
    if (this.wav.hasAttribute("href")) {
      this.said.textContent = this.words.say("wav_making");
      this.announcer.say(this.words.say("wav_making"));
    }
  }
}

function listItem({ role, href }: Job["parts"][number]): HTMLLIElement {
  const [item, anchor] = [document.createElement("li"), document.createElement("a")];
  anchor.textContent = roleName(role);
  anchor.download = "";
  link(anchor, href);
  item.append(anchor);
  return item;
}

/** A link that leads nowhere yet is no link, but keeps its place. */
function link(anchor: HTMLAnchorElement, href: string | undefined): void {
  if (href === undefined) {
    anchor.removeAttribute("href");
    anchor.setAttribute("aria-disabled", "true");
  } else {
    anchor.href = `${href}?download=1`;
    anchor.removeAttribute("aria-disabled");
  }
}
