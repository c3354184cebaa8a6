import type { SoundWatcher } from "./audible";
import { Heard } from "./heard";
import { isSettled, type Job, resultFile } from "./job";
import { type NotesDecided, Score, type ScoreBegun } from "./score";
import { Sound } from "./sound";

/** A piece that is being made or was made: its job as it stands, its notes and its sound. */
export class Take {
  readonly sound: Sound;
  readonly heard: Heard;
  score: Score | null = null;

  constructor(
    public job: Job,
    readonly title: string,
    watcher: SoundWatcher,
  ) {
    this.sound = new Sound(job.links.audio, watcher);
    this.heard = new Heard(`${job.links.self}/heard`, job.resolved.length_seconds);
  }

  become(job: Job): void {
    this.job = job;
    tellSound(this.sound, job);
  }

  /** A run that follows a lost one tells what is known already. */
  begin(score: ScoreBegun): void {
    this.score ??= new Score(score);
  }

  tell(notes: NotesDecided): void {
    this.score?.take(notes);
  }

  forgetNotes(): void {
    this.score = null;
  }
}

/** What a job says of its sound, which is a stream until then. */
export function tellSound(sound: Sound, job: Job): void {
  const href = resultFile(job, "piece.mp3")?.href;
  if (job.audio.status === "ready" && href) {
    sound.stored(href);
  } else if (job.audio.status === "on_request") {
    sound.onRequest(job.links.audio);
  } else if (isSettled(job)) {
    sound.abandon();
  }
}
