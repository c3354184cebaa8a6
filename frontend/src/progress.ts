import type { Announcer } from "./announcer";
import { find } from "./dom";
import type { Job } from "./job";
import { clock } from "./time";
import type { Words } from "./words";

const WHITE_KEYS = 28;
const ANNOUNCED_PARTS = 4;

/** How far the composing has come: words, and a keyboard played from left to right. */
export class Progress {
  private readonly section = find<HTMLElement>("#progress");
  private readonly bar = find<HTMLElement>("#progress-bar");
  private readonly phase = find<HTMLElement>("#progress-phase");
  private readonly time = find<HTMLElement>("#progress-time");

  constructor(
    private readonly words: Words,
    private readonly announcer: Announcer,
  ) {}

  /** Before the service has answered. */
  begin(): void {
    this.section.hidden = false;
    this.section.scrollIntoView({ block: "nearest" });
    this.draw(0, this.words.say("sending"), "");
  }

  show(job: Job): void {
    const fraction = job.progress?.fraction ?? 0;
    this.draw(fraction, this.phaseOf(job, fraction), this.timeOf(job));
  }

  /** The last answer did not come; what was known stays drawn. */
  interrupted(): void {
    this.phase.textContent = this.words.say("interrupted");
    this.announcer.say(this.words.say("interrupted"));
  }

  end(): void {
    this.section.hidden = true;
  }

  private phaseOf(job: Job, fraction: number): string {
    if (job.status === "queued") {
      return this.words.say("queued");
    }
    return fraction > 0 ? this.words.say("composing", { percent: percent(fraction) }) : this.words.say("starting");
  }

  private timeOf(job: Job): string {
    const done = clock(job.progress?.music_seconds ?? 0);
    return this.words.say("music_of", { done, length: clock(job.resolved.length_seconds) });
  }

  private draw(fraction: number, phase: string, time: string): void {
    this.phase.textContent = phase;
    this.time.textContent = time;
    this.bar.setAttribute("aria-valuenow", String(percent(fraction)));
    this.bar.setAttribute("aria-valuetext", phase);
    this.bar.style.setProperty("--fraction", String(Math.ceil(fraction * WHITE_KEYS) / WHITE_KEYS));
    this.announceSeldom(fraction, phase);
  }

  private announceSeldom(fraction: number, phase: string): void {
    const part = fraction > 0 ? Math.floor(fraction * ANNOUNCED_PARTS) : -1;
    const key = part < 0 ? phase : String(part);
    if (this.section.dataset.announced !== key) {
      this.section.dataset.announced = key;
      this.announcer.say(phase);
    }
  }
}

function percent(fraction: number): number {
  return Math.floor(fraction * 100);
}
