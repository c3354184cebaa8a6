import { read } from "./api";
import { find } from "./dom";
import { NotComposed } from "./failure";
import { follow } from "./follow";
import { Heard, listen } from "./heard";
import { isComposed, isSettled, type Job } from "./job";
import { explain } from "./notice";
import { phaseOf } from "./progress";
import { Score } from "./score";
import { SmallRoll } from "./small-roll";
import { Sound } from "./sound";
import { tellSound } from "./take";
import type { Turns } from "./turns";
import type { Words } from "./words";

export interface CardWatcher {
  /** It is about to be heard. */
  onPlay(card: VariationCard): void;
  onTake(card: VariationCard): void;
  /** Its state is another one, or what is told of it. */
  onState(card: VariationCard): void;
}

/** One of several pieces that were asked for at once: how it looks, how it stands, and how it sounds. */
export class VariationCard {
  readonly element: HTMLElement;
  job: Job | null = null;
  private readonly state: HTMLElement;
  private readonly playButton: HTMLButtonElement;
  private readonly takeButton: HTMLButtonElement;
  private readonly cursor: HTMLElement;
  private readonly roll: SmallRoll;
  private score: Score | null = null;
  private sound: Sound | null = null;
  private lost: unknown = null;

  /** `number` counts from 1. */
  constructor(
    readonly number: number,
    private readonly words: Words,
    private readonly watcher: CardWatcher,
  ) {
    const template = find<HTMLTemplateElement>("#variation-card");
    const copy = template.content.cloneNode(true) as DocumentFragment;
    this.element = find("li", copy);
    this.state = find("[data-part=state]", copy);
    this.playButton = find("[data-part=play]", copy);
    this.takeButton = find("[data-part=take]", copy);
    this.cursor = find("[data-part=cursor]", copy);
    this.roll = new SmallRoll(find("canvas", copy));
    this.name();
    this.playButton.addEventListener("click", () => this.toggle());
    this.takeButton.addEventListener("click", () => this.watcher.onTake(this));
    this.show();
  }

  get isUnderWay(): boolean {
    return this.lost === null && !(this.job && (isComposed(this.job) || isSettled(this.job)));
  }

  get isWhole(): boolean {
    return this.lost === null && this.job !== null && isComposed(this.job);
  }

  set isTaken(isTaken: boolean) {
    this.takeButton.setAttribute("aria-pressed", String(isTaken));
  }

  /** Follows the job at an address to its end, in its turns. */
  async follow(jobUrl: string, turns: Turns): Promise<void> {
    try {
      const job = await read(jobUrl);
      this.become(job);
      await follow(job, this.follower, turns);
    } catch (error) {
      this.lost = error;
      this.show();
    }
  }

  /** Gives back its sound, and the connection that it may hold. */
  release(): void {
    this.sound?.dispose();
    this.sound?.element.remove();
    this.sound = null;
    this.showSound();
  }

  pause(): void {
    if (this.sound?.isPlaying) {
      this.sound.pause();
    }
  }

  private get follower(): Parameters<typeof follow>[1] {
    return {
      onChange: (job) => this.become(job),
      onInterruption: () => this.say(this.words.say("interrupted")),
      onScore: (score) => {
        this.score ??= new Score(score);
        this.roll.show(this.score);
      },
      onNotes: (notes) => {
        this.score?.take(notes);
        this.roll.update();
      },
      onNotesLost: () => {
        this.score = null;
        this.roll.show(null);
      },
    };
  }

  private name(): void {
    for (const place of this.element.querySelectorAll("[data-number]")) {
      place.textContent = this.words.say("variation", { number: this.number });
    }
  }

  private become(job: Job): void {
    this.job = job;
    if (this.sound) {
      tellSound(this.sound, job);
    }
    this.show();
  }

  private toggle(): void {
    if (this.sound?.isPlaying) {
      this.sound.pause();
    } else if (this.job) {
      this.watcher.onPlay(this);
      if (this.sound) {
        this.sound.play();
      } else {
        this.sound = this.begin(this.job);
      }
    }
  }

  private begin(job: Job): Sound {
    const heard = new Heard(`${job.links.self}/heard`, job.resolved.length_seconds);
    const sound = new Sound(job.links.audio, { onOpen: () => {}, onChange: () => this.showSound() });
    sound.onMove(() => this.showSound());
    listen(sound.element, () => heard);
    // In the page, whatever else begins to sound can find it.
    this.element.append(sound.element);
    tellSound(sound, job);
    sound.start();
    return sound;
  }

  private show(): void {
    const isLost = this.lost !== null || (this.job !== null && isSettled(this.job) && !isComposed(this.job));
    this.element.dataset.state = isLost ? "lost" : (this.job?.status ?? "queued");
    this.playButton.disabled = isLost || this.job === null || this.job.audio.status === "failed";
    this.takeButton.disabled = isLost || this.job === null;
    this.say(this.stateWords());
    this.watcher.onState(this);
  }

  private stateWords(): string {
    if (this.lost) {
      return explain(this.lost, this.words).title;
    }
    if (!this.job) {
      return this.words.say("sending");
    }
    if (isComposed(this.job)) {
      return this.words.say(this.job.audio.status === "failed" ? "variation_silent" : "variation_whole");
    }
    return isSettled(this.job) ? explain(new NotComposed(this.job), this.words).title : phaseOf(this.job, this.words);
  }

  private say(sentence: string): void {
    this.state.textContent = sentence;
  }

  private showSound(): void {
    const isPlaying = this.sound?.isPlaying === true;
    this.playButton.dataset.playing = String(isPlaying);
    find("[data-part=play-label]", this.playButton).textContent = this.words.say(isPlaying ? "pause" : "play");
    const { soundStartSeconds = 0, lengthSeconds = 1 } = this.score ?? {};
    this.cursor.hidden = this.sound === null;
    const at = soundStartSeconds + (this.sound?.position ?? 0);
    this.cursor.style.setProperty("--fraction", String(Math.min(1, at / lengthSeconds)));
  }
}
