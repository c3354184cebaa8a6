import type { Announcer } from "./announcer";
import { find } from "./dom";
import { isComposed, isSettled, type Job } from "./job";
import { Keep } from "./keep";
import { Mixer } from "./mixer";
import { Next } from "./next";
import { Player } from "./player";
import { Rating } from "./rating";
import { Roll } from "./roll";
import { RollControls } from "./roll-controls";
import type { NotesDecided, ScoreBegun } from "./score";
import { sectionsOf } from "./sections";
import { Share } from "./share";
import { Take } from "./take";
import type { Words } from "./words";

/** The piece at the bottom of the page: what it is, how it looks and sounds, what can be kept.
 *
 * A new piece takes the place of the one that is shown when it is first heard, at the latest when it is composed.
 */
export class Piece {
  readonly next = new Next();
  /** Called again and again while it is heard. */
  onHeard: () => void = () => {};
  private readonly section = find<HTMLElement>("#piece");
  private readonly title = find<HTMLElement>("#piece-title");
  private readonly seed = find<HTMLElement>("#piece-seed");
  private readonly state = find<HTMLElement>("#piece-state");
  private readonly keep: Keep;
  private readonly share: Share;
  private readonly rating: Rating;
  private readonly roll: Roll;
  private readonly mixer: Mixer;
  private readonly player: Player;
  private shown: Take | null = null;
  private coming: Take | null = null;
  /** Which piece was there before this page asked for it, and so may have been rated. */
  private earlierId = "";

  constructor(
    private readonly words: Words,
    private readonly announcer: Announcer,
  ) {
    this.keep = new Keep(words, announcer);
    this.roll = new Roll(words);
    this.player = new Player(words, {
      onPosition: (seconds, isPlaying) => this.heard(seconds, isPlaying),
      onLoop: (loop) => this.roll.showLoop(loop),
    });
    new RollControls(this.roll, this.player);
    this.mixer = new Mixer(words, this.player, (isHeard) => this.roll.showHeard(isHeard));
    this.share = new Share(words, announcer);
    this.rating = new Rating(words, announcer);
  }

  pause(): void {
    this.player.pause();
  }

  /** A job was accepted: it is to be heard as soon as it sounds. */
  expect(job: Job, title: string): void {
    this.drop(this.coming);
    const take = new Take(job, title, {
      onOpen: () => this.open(take),
      onChange: () => this.soundChanged(take),
    });
    this.coming = take;
    this.earlierId = isComposed(job) ? job.id : this.earlierId;
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
    take.become(job);
    if (isComposed(job)) {
      this.open(take);
    } else if (isSettled(job)) {
      this.drop(take);
    }
    if (take === this.shown) {
      this.showJob(take);
    }
  }

  private heard(seconds: number, isPlaying: boolean): void {
    this.roll.hear(seconds, isPlaying);
    if (isPlaying) {
      this.shown?.heard.at(seconds);
      this.onHeard();
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
    this.share.show(take.job.links.share, take.title);
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
      this.roll.show(take.score, sectionsOf(take.job.resolved));
    }
  }

  private showRating(job: Job): void {
    if (job.id === this.earlierId) {
      this.rating.ask(job.links.rating);
    } else {
      this.rating.show(isComposed(job) ? job.links.rating : null);
    }
  }

  private showJob(take: Take): void {
    this.keep.show(take.job);
    this.next.show(take.job);
    this.mixer.show(take);
    this.showRating(take.job);
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
