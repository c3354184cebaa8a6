import type { Job } from "./job";
import { type NotesDecided, Score, type ScoreBegun } from "./score";
import { Sound, type SoundWatcher } from "./sound";

/** A piece that is being made or was made: its job as it stands, its notes and its sound. */
export class Take {
  readonly sound: Sound;
  score: Score | null = null;

  constructor(
    public job: Job,
    readonly title: string,
    watcher: SoundWatcher,
  ) {
    this.sound = new Sound(job.links.audio, watcher);
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
