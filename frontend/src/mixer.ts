import { Band } from "./band";
import type { BrowserPlayer } from "./browser-player";
import { find } from "./dom";
import { download } from "./download";
import { isComposed, type Resolved, resultFile } from "./job";
import { PartRow } from "./part-row";
import type { Player } from "./player";
import type { ScorePart } from "./score";
import type { Take } from "./take";
import { Tempo } from "./tempo";
import type { Words } from "./words";

/** Who plays the piece, on what and how fast: this browser plays it from its MIDI as soon as something is changed.
 *
 * What that needs is loaded then, while the piece's own sound plays on.
 */
export class Mixer {
  private readonly panel = find<HTMLDetailsElement>("#mixer");
  private readonly list = find<HTMLElement>("#mixer-parts");
  private readonly status = find<HTMLElement>("#mixer-status");
  private readonly progress = find<HTMLProgressElement>("#mixer-progress");
  private readonly resetButton = find<HTMLButtonElement>("#mixer-reset");
  private readonly tempo: Tempo;
  private rows: PartRow[] = [];
  private take: Take | null = null;
  private band = new Band([]);
  private loading: Promise<void> | null = null;
  private browser: BrowserPlayer | null = null;

  constructor(
    private readonly words: Words,
    private readonly player: Player,
    private readonly onHeard: (isHeard: (part: number) => boolean) => void,
  ) {
    this.tempo = new Tempo(words, (percent) => {
      this.band.tempoPercent = percent;
      this.changed();
    });
    this.resetButton.addEventListener("click", () => this.reset());
  }

  /** How the piece stands that is heard. */
  show(take: Take): void {
    // Chords that are played below a part are one of their own, of which its score alone knows.
    const parts = take.score?.parts ?? take.job.resolved.parts ?? [];
    if (take !== this.take || parts.length !== this.band.parts.length) {
      this.forget();
      this.take = take;
    }
    if (this.panel.hidden && isComposed(take.job) && resultFile(take.job, "piece.mid")) {
      this.offer(parts, take.job.resolved);
    }
  }

  private offer(parts: readonly ScorePart[], resolved: Resolved): void {
    this.panel.hidden = false;
    this.band = new Band(parts);
    this.rows = parts.map((_, place) => new PartRow(this.band, place, () => this.changed()));
    this.list.replaceChildren(...this.rows.map(({ element }) => element));
    this.tempo.show(resolved);
  }

  private forget(): void {
    this.browser?.dispose();
    this.browser = null;
    this.loading = null;
    this.panel.hidden = this.resetButton.disabled = true;
    this.say("");
  }

  private async changed(): Promise<void> {
    this.resetButton.disabled = false;
    this.showRows();
    const { take } = this;
    if (!take) {
      return;
    }
    try {
      this.loading ??= this.load(take);
      await this.loading;
      if (take === this.take && !this.resetButton.disabled) {
        this.browser?.follow(this.band);
        this.player.switchTo(this.browser);
      }
    } catch {
      this.failed(take);
    }
  }

  private async load(take: Take): Promise<void> {
    this.say("mixer_loading");
    this.progress.hidden = false;
    const { BrowserPlayer } = await import("./browser-player");
    const midi = await download(resultFile(take.job, "piece.mid")?.href ?? "");
    const browser = await BrowserPlayer.loaded(midi, this.band, (fraction) => {
      this.progress.value = fraction;
    });
    if (take !== this.take) {
      browser.dispose();
      return;
    }
    this.browser = browser;
    this.progress.hidden = true;
    this.say("mixer_ready");
  }

  private failed(take: Take): void {
    if (take === this.take && this.loading) {
      this.loading = null;
      this.progress.hidden = true;
      this.reset();
      this.say("mixer_failed");
    }
  }

  /** Back to the piece's own sound. */
  private reset(): void {
    this.band.reset();
    this.showRows();
    this.tempo.value = this.band.tempoPercent;
    this.resetButton.disabled = true;
    this.player.switchTo(null);
    this.say("mixer_reset");
  }

  private showRows(): void {
    for (const row of this.rows) {
      row.show();
    }
    this.onHeard((part) => this.band.isHeard(part));
  }

  private say(key: string): void {
    this.status.textContent = key && this.words.say(key);
  }
}
