import { namedPiece, namePiece } from "./address";
import { cancel, read, submit } from "./api";
import { NotComposed, ProblemAnswer } from "./failure";
import { type Follower, follow } from "./follow";
import type { GenerateForm } from "./form";
import { isComposed, isSettled, type Job, type JobRequest } from "./job";
import type { Notice } from "./notice";
import type { Piece } from "./piece";
import type { Progress } from "./progress";

const QUEUE_MILLISECONDS = 2_000;

/** Takes a request from the press of the button to the piece that plays, or to words that say why not. */
export class Studio {
  private currentJobId = "";
  private current: Job | null = null;
  private lastRequest: JobRequest | null = null;

  constructor(
    private readonly form: GenerateForm,
    private readonly progress: Progress,
    private readonly notice: Notice,
    private readonly piece: Piece,
  ) {
    form.onSubmit((request) => this.compose(request));
    piece.onAgain(() => this.composeAgain());
    progress.onCancel(() => this.cancel());
    setInterval(() => this.lookAtQueue(), QUEUE_MILLISECONDS);
    const jobId = namedPiece();
    if (jobId) {
      this.takeUp(jobId);
    }
  }

  private async compose(request: JobRequest): Promise<void> {
    if (this.form.isBusy) {
      return;
    }
    this.lastRequest = request;
    this.begin();
    try {
      const job = await submit(this.form.jobsUrl, request);
      namePiece(job.id);
      await this.hear(job);
    } catch (error) {
      this.fail(error, () => this.compose(request));
    }
  }

  /** The piece that the address names, which may be under way or complete. */
  private async takeUp(jobId: string): Promise<void> {
    this.begin();
    try {
      const job = await read(`${this.form.jobsUrl}/${jobId}`);
      this.lastRequest = job.request;
      await this.hear(job);
    } catch (error) {
      this.fail(error, () => this.takeUp(jobId));
    }
  }

  private async hear(job: Job): Promise<void> {
    this.piece.expect(job, this.form.titleOf(job.request));
    await this.follow(job);
  }

  /** The same wishes, other music. */
  private composeAgain(): void {
    if (this.lastRequest) {
      const { seed: _, ...wishes } = this.lastRequest;
      this.compose(wishes);
    }
  }

  /** The events say that it was stopped; an answer that is none is said as any other. */
  private async cancel(): Promise<void> {
    const job = this.current;
    if (job && !isSettled(job)) {
      await cancel(job.links.cancel).catch((error: unknown) => this.notice.show(error, () => this.cancel()));
    }
  }

  /** Of a job's place in the queue, which changes with what becomes of others, no event tells. */
  private async lookAtQueue(): Promise<void> {
    if (this.current?.status === "queued" && this.form.isBusy) {
      const job = await read(this.current.links.self).catch(() => null);
      if (job?.status === "queued" && this.current?.id === job.id && this.current.status === "queued") {
        this.progress.show(job);
      }
    }
  }

  private async follow(job: Job): Promise<void> {
    this.currentJobId = job.id;
    let latest = job;
    const onChange = (changed: Job): void => {
      latest = changed;
      this.show(changed);
    };
    onChange(job);
    try {
      await follow(job, { ...this.followerOf(job), onChange });
    } catch (error) {
      this.fail(error, () => this.resume(latest));
    }
  }

  private followerOf(job: Job): Omit<Follower, "onChange"> {
    return {
      onInterruption: () => this.interrupted(job),
      onScore: (score) => this.piece.begin(job, score),
      onNotes: (notes) => this.piece.tell(job, notes),
      onNotesLost: () => this.piece.forgetNotes(job),
    };
  }

  private resume(job: Job): void {
    this.begin();
    this.follow(job);
  }

  private show(job: Job): void {
    this.piece.show(job);
    if (job.id !== this.currentJobId) {
      return;
    }
    this.current = job;
    if (isComposed(job)) {
      this.end();
    } else if (isSettled(job)) {
      this.fail(new NotComposed(job), () => this.compose(job.request));
    } else {
      this.progress.show(job);
    }
  }

  private interrupted(job: Job): void {
    if (job.id === this.currentJobId) {
      this.progress.interrupted();
    }
  }

  private begin(): void {
    if (this.notice.hide()) {
      this.form.focus();
    }
    this.form.isBusy = true;
    this.progress.begin();
  }

  private end(): void {
    this.form.isBusy = false;
    this.progress.end();
  }

  private fail(error: unknown, retry: () => void): void {
    this.end();
    this.notice.show(error, retry);
    if (error instanceof ProblemAnswer) {
      this.form.refuse(error.fields);
    }
  }
}
