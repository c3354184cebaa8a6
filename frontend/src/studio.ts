import { namedPiece, namePiece } from "./address";
import { cancel, read, submit } from "./api";
import { NotComposed, ProblemAnswer } from "./failure";
import { type Follower, follow } from "./follow";
import type { GenerateForm } from "./form";
import { isComposed, isSettled, type Job } from "./job";
import { type Action, requestOf } from "./next";
import type { Notice } from "./notice";
import type { Piece } from "./piece";
import type { Progress } from "./progress";
import type { Variations } from "./variations";
import type { Words } from "./words";

const QUEUE_MILLISECONDS = 2_000;

/** Takes a request from the press of the button to the piece that plays, or to words that say why not. */
export class Studio {
  private currentJobId = "";
  private current: Job | null = null;
  /** What gave the current piece, to be sent again where nothing came of it. */
  private asked: object = {};

  constructor(
    private readonly words: Words,
    private readonly form: GenerateForm,
    private readonly progress: Progress,
    private readonly notice: Notice,
    private readonly piece: Piece,
    private readonly variations: Variations,
  ) {
    form.onSubmit((request) => this.compose(request));
    piece.next.onAsk((action, job) => this.ask(action, job));
    variations.onTake((job) => this.take(job));
    progress.onCancel(() => this.cancel());
    setInterval(() => this.lookAtQueue(), QUEUE_MILLISECONDS);
    const jobId = namedPiece();
    if (jobId) {
      this.takeUp(jobId);
    }
  }

  private async compose(request: object): Promise<void> {
    if (this.form.isBusy) {
      return;
    }
    this.asked = request;
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
      this.asked = requestOf("other", job);
      this.variations.takeUp(this.form.jobsUrl, job);
      await this.hear(job);
    } catch (error) {
      this.fail(error, () => this.takeUp(jobId));
    }
  }

  private async hear(job: Job): Promise<void> {
    this.piece.expect(job, this.titleOf(job));
    this.variations.mark(job.id);
    await this.follow(job);
  }

  /** What is made of the piece that is shown. */
  private ask(action: Action, job: Job): void {
    const request = requestOf(action, job);
    if (action === "variations") {
      this.variations.make(this.form.jobsUrl, request);
    } else {
      this.compose(request);
    }
  }

  /** One of the variations becomes the piece of the page. */
  private async take(job: Job): Promise<void> {
    namePiece(job.id);
    this.asked = requestOf("other", job);
    if (isComposed(job)) {
      this.notice.hide();
    } else {
      this.begin();
    }
    await this.hear(job);
  }

  private titleOf({ resolved }: Job): string {
    const title = this.form.titleOf(resolved);
    return resolved.parent ? this.words.say("continuation", { title }) : title;
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
      this.fail(new NotComposed(job), () => this.compose(this.asked));
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
    this.isBusy = true;
    this.progress.begin();
  }

  private end(): void {
    this.isBusy = false;
    this.progress.end();
  }

  private set isBusy(busy: boolean) {
    this.form.isBusy = busy;
    this.piece.next.isComposing = busy;
  }

  private fail(error: unknown, retry: () => void): void {
    this.end();
    this.notice.show(error, retry);
    if (error instanceof ProblemAnswer) {
      this.form.refuse(error.fields);
    }
  }
}
