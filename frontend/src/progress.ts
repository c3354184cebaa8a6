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
  private readonly cancel = find<HTMLButtonElement>("#cancel");
  private began: { readonly at: number; readonly fraction: number } | null = null;

  constructor(
    private readonly words: Words,
    private readonly announcer: Announcer,
  ) {}

  onCancel(handle: () => void): void {
    this.cancel.addEventListener("click", () => {
      this.cancel.ariaDisabled = "true";
      handle();
    });
  }

  /** Before the service has answered. */
  begin(): void {
    this.cancel.ariaDisabled = "false";
    this.began = null;
    this.section.hidden = false;
    this.section.scrollIntoView({ block: "nearest" });
    this.draw(0, this.words.say("sending"), "");
  }

  show(job: Job): void {
    const fraction = job.progress?.fraction ?? 0;
    this.draw(fraction, phaseOf(job, this.words), this.timeOf(job));
  }

  /** The last answer did not come; what was known stays drawn. */
  interrupted(): void {
    this.phase.textContent = this.words.say("interrupted");
    this.announcer.say(this.words.say("interrupted"));
  }

  end(): void {
    this.section.hidden = true;
  }

  private timeOf(job: Job): string {
    if (job.status === "queued") {
      return this.placeOf(job);
    }
    const done = clock(job.progress?.music_seconds ?? 0);
    const music = this.words.say("music_of", { done, length: clock(job.resolved.length_seconds) });
    return [music, this.remaining(this.secondsLeft(job.progress?.fraction ?? 0))].filter(Boolean).join(" · ");
  }

  private placeOf({ queue }: Job): string {
    const place = queue?.position ? this.words.say("queue_place", { position: queue.position }) : "";
    return [place, this.remaining(queue?.eta_seconds ?? null)].filter(Boolean).join(" · ");
  }

  private remaining(seconds: number | null): string {
    return seconds === null ? "" : this.words.say("time_left", { time: clock(Math.max(1, seconds)) });
  }

  /** As fast as it went since the first news of it; null as long as nothing can be said. */
  private secondsLeft(fraction: number): number | null {
    const at = performance.now() / 1_000;
    if (fraction > 0) {
      this.began ??= { at, fraction };
    }
    if (!this.began || fraction <= this.began.fraction) {
      return null;
    }
    return Math.ceil(((at - this.began.at) * (1 - fraction)) / (fraction - this.began.fraction));
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

/** How far a job under way has come. */
export function phaseOf({ status, progress }: Job, words: Words): string {
  if (status === "queued") {
    return words.say("queued");
  }
  const fraction = progress?.fraction ?? 0;
  return fraction > 0 ? words.say("composing", { percent: percent(fraction) }) : words.say("starting");
}

function percent(fraction: number): number {
  return Math.floor(fraction * 100);
}
