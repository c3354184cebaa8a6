import type { Announcer } from "./announcer";
import { find } from "./dom";
import { isComposed, isSettled, type Job, resultFile } from "./job";
import { Keep } from "./keep";
import { Player } from "./player";
import { Roll } from "./roll";
import { RollControls } from "./roll-controls";
import type { NotesDecided, ScoreBegun } from "./score";
import { Share } from "./share";
import { Take } from "./take";
import type { Words } from "./words";

/** The piece at the bottom of the page: what it is, how it looks and sounds, what can be kept.
 *
 * A new piece takes the place of the one that is shown when it is first heard, at the latest when it is composed.
 */
export class Piece {
  private readonly section = find<HTMLElement>("#piece");
  private readonly title = find<HTMLElement>("#piece-title");
  private readonly seed = find<HTMLElement>("#piece-seed");
  private readonly state = find<HTMLElement>("#piece-state");
  private readonly keep = new Keep();
  private readonly share: Share;
  private readonly roll: Roll;
  private readonly player: Player;
  private shown: Take | null = null;
  private coming: Take | null = null;

  constructor(
    private readonly words: Words,
    private readonly announcer: Announcer,
  ) {
    this.roll = new Roll(words);
    this.player = new Player(words, {
      onPosition: (seconds, isPlaying) => this.roll.hear(seconds, isPlaying),
      onLoop: (loop) => this.roll.showLoop(loop),
    });
    new RollControls(this.roll, this.player);
    this.share = new Share(words, announcer);
  }

  onAgain(handle: () => void): void {
    find<HTMLButtonElement>("#again").addEventListener("click", handle);
  }

  /** A job was accepted: it is to be heard as soon as it sounds. */
  expect(job: Job, title: string): void {
    this.drop(this.coming);
    const take = new Take(job, title, {
      onOpen: () => this.open(take),
      onChange: () => this.soundChanged(take),
    });
    this.coming = take;
    take.sound.start();
  }

  begin(job: Job, score: ScoreBegun): void {
    const take = this.takeOf(job);
    take?.begin(score);
    if (!this.shown && take) {
      this.open(take);
    }
    this.showNotes(take);
  }

  tell(job: Job, notes: NotesDecided): void {
    const take = this.takeOf(job);
    take?.tell(notes);
    if (take === this.shown) {
      this.roll.update();
    }
  }

  forgetNotes(job: Job): void {
    const take = this.takeOf(job);
    take?.forgetNotes();
    this.showNotes(take);
  }

  /** How a job stands that was accepted before. */
  show(job: Job): void {
    const take = this.takeOf(job);
    if (!take) {
      return;
    }
    take.job = job;
    this.tellSound(take);
    if (isComposed(job)) {
      this.open(take);
    } else if (isSettled(job)) {
      this.drop(take);
    }
    if (take === this.shown) {
      this.showJob(take);
    }
  }

  private takeOf(job: Job): Take | null {
    return [this.coming, this.shown].find((take) => take?.job.id === job.id) ?? null;
  }

  private open(take: Take): void {
    if (take !== this.coming) {
      return;
    }
    this.shown = take;
    this.coming = null;
    this.title.textContent = take.title;
    this.seed.textContent = String(take.job.resolved.seed);
    this.player.take(take.sound, take.job.resolved.length_seconds);
    this.section.hidden = false;
    this.share.show(take.job);
    this.showNotes(take);
    this.showJob(take);
    this.section.scrollIntoView({ block: "nearest" });
  }

  /** Nothing will come of a piece that was not heard yet. */
  private drop(take: Take | null): void {
    if (take && take === this.coming) {
      this.coming = null;
      take.sound.dispose();
    }
  }

  private soundChanged(take: Take): void {
    if (take === this.shown) {
      this.player.show();
      this.showJob(take);
    }
  }

  private showNotes(take: Take | null): void {
    if (take && take === this.shown) {
      this.roll.show(take.score);
    }
  }

  private tellSound({ job, sound }: Take): void {
    const href = resultFile(job, "piece.mp3")?.href;
    if (job.audio.status === "ready" && href) {
      sound.stored(href);
    } else if (job.audio.status === "on_request") {
      sound.onRequest(job.links.audio);
    } else if (isSettled(job)) {
      sound.abandon();
    }
  }

  private showJob(take: Take): void {
    this.keep.show(take.job);
    const state = stateOf(take);
    this.section.dataset.state = state;
    this.state.textContent = this.words.say(`state_${state}`);
    if (isComposed(take.job)) {
      this.announcer.say(this.words.say(`piece_${state}`));
    }
  }
}

function stateOf({ job, sound }: Take): string {
  if (!isComposed(job)) {
    return isSettled(job) ? "unfinished" : "live";
  }
  return sound.isLost && job.audio.status !== "failed" ? "unplayable" : job.audio.status;
}
