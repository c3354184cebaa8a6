import { find } from "./dom";
import { type Job, resultFile } from "./job";

/** What can be kept of a piece: links to its files, and to the page where all else can be done with it. */
export class Keep {
  private readonly midi = find<HTMLAnchorElement>("#download-midi");
  private readonly mp3 = find<HTMLAnchorElement>("#download-mp3");
  private readonly wav = find<HTMLAnchorElement>("#download-wav");
  private readonly next = find<HTMLAnchorElement>("#next");

  show(job: Job): void {
    link(this.midi, resultFile(job, "piece.mid")?.href);
    link(this.mp3, resultFile(job, "piece.mp3")?.href);
    link(this.wav, resultFile(job, "piece.mp3") && job.links.audio.replace(/mp3$/, "wav"));
    this.next.href = `${this.next.dataset.piecesUrl}/${job.id}`;
  }
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
