import type { Job } from "./job";
import { isSettled } from "./job";
import { withAudio, withFile, withProgress, withScore, withStatus } from "./news";
import type { NotesDecided, ScoreBegun } from "./score";
import { type Resting, Turns } from "./turns";
import { type Watcher, watch } from "./watch";

// At the service's two seconds between tries.
const FAILURES_BORNE = 10;

export interface Follower extends Watcher {
  /** A run begins to tell its notes, from the first one on. */
  onScore(score: ScoreBegun): void;
  onNotes(notes: NotesDecided): void;
  /** What came before is not to be had any more. */
  onNotesLost(): void;
}

/** Follows a job by its events until nothing about it changes any more; by polls where events cannot be had.
 *
 * Of jobs that share `turns` only so many are told of at a time. Throws as `watch` does.
 */
export async function follow(job: Job, follower: Follower, turns = new Turns(1)): Promise<Job> {
  const told = await new Events(job, follower, turns).end;
  return isSettled(told) ? told : watch(told, follower);
}

/** What an `EventSource` tells; it connects again by itself, and goes on where it was. */
class Events implements Resting {
  /** The job as it was told last, once no more is told. */
  readonly end: Promise<Job>;
  private source: EventSource | null = null;
  private heardLast = "";
  private failures = 0;
  private finish: (job: Job) => void = () => {};

  constructor(
    private job: Job,
    private readonly follower: Follower,
    private readonly turns: Turns,
  ) {
    this.end = new Promise((resolve) => {
      this.finish = resolve;
    });
    turns.join(this);
  }

  go(): void {
    const { events } = this.job.links;
    this.source = new EventSource(this.heardLast ? `${events}?last_event_id=${this.heardLast}` : events);
    this.source.addEventListener("open", () => this.opened());
    this.source.addEventListener("error", () => this.failed());
    this.listen();
  }

  rest(): void {
    this.source?.close();
  }

  private listen(): void {
    this.on("status", withStatus);
    this.on("progress", withProgress);
    this.on("file", withFile);
    this.on("audio", withAudio);
    this.hear<ScoreBegun>("score", (score) => this.begin(score));
    this.hear<NotesDecided>("notes", (notes) => this.follower.onNotes(notes));
    this.hear<Job>("reset", (job) => this.startOver(job));
    this.hear("done", () => this.close());
  }

  private on<News>(kind: string, changed: (job: Job, news: News) => Job): void {
    this.hear<News>(kind, (news) => this.become(changed(this.job, news)));
  }

  private hear<Data>(kind: string, handle: (data: Data) => void): void {
    this.source?.addEventListener(kind, (event: MessageEvent<string>) => {
      this.heardLast = event.lastEventId || this.heardLast;
      handle(JSON.parse(event.data));
    });
  }

  private begin(score: ScoreBegun): void {
    this.job = withScore(this.job, score);
    this.follower.onScore(score);
  }

  private become(job: Job): void {
    this.job = job;
    this.follower.onChange(job);
  }

  private startOver(job: Job): void {
    this.follower.onNotesLost();
    this.become(job);
  }

  /** Words of an interruption give way to how the job stands. */
  private opened(): void {
    if (this.failures > 0) {
      this.failures = 0;
      this.follower.onChange(this.job);
    }
  }

  private failed(): void {
    this.failures += 1;
    if (this.source?.readyState === EventSource.CLOSED || this.failures >= FAILURES_BORNE) {
      this.close();
    } else {
      this.follower.onInterruption();
    }
  }

  private close(): void {
    this.rest();
    this.turns.leave(this);
    this.finish(this.job);
  }
}
