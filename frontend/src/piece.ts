import type { Announcer } from "./announcer";
import { find } from "./dom";
import { type Job, resultFile } from "./job";
import { Player } from "./player";
import type { Words } from "./words";

/** The finished piece at the bottom of the page: what it is, how it sounds, what can be kept. */
export class Piece {
  private readonly section = find<HTMLElement>("#piece");
  private readonly title = find<HTMLElement>("#piece-title");
  private readonly seed = find<HTMLElement>("#piece-seed");
  private readonly audioState = find<HTMLElement>("#audio-state");
  private readonly midi = find<HTMLAnchorElement>("#download-midi");
  private readonly mp3 = find<HTMLAnchorElement>("#download-mp3");
  private readonly player: Player;
  private shownJobId = "";

  constructor(
    private readonly words: Words,
    private readonly announcer: Announcer,
  ) {
    this.player = new Player(words, announcer);
  }

  onAgain(handle: () => void): void {
    find<HTMLButtonElement>("#again").addEventListener("click", handle);
  }

  /** Shows a composed job, as far as it is: the audio comes after the notes. */
  show(job: Job, title: string): void {
    if (job.id !== this.shownJobId) {
      this.open(job, title);
    }
    this.showAudio(job);
  }

  private open(job: Job, title: string): void {
    this.shownJobId = job.id;
    this.title.textContent = title;
    this.seed.textContent = String(job.resolved.seed);
    link(this.midi, resultFile(job, "piece.mid")?.href);
    link(this.mp3, undefined);
    this.player.expect(job.resolved.length_seconds);
    this.section.hidden = false;
    this.section.scrollIntoView({ block: "nearest" });
  }

  private showAudio(job: Job): void {
    const href = resultFile(job, "piece.mp3")?.href;
    const status = job.audio.status;
    this.section.dataset.audio = status;
    this.audioState.textContent = this.words.say(`audio_${status}`);
    this.announcer.say(this.words.say(`piece_${status}`));
    if (status === "ready" && href && !this.mp3.hasAttribute("href")) {
      link(this.mp3, href);
      this.player.load(href);
    }
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
