import { submit } from "./api";
import { NotComposed } from "./failure";
import type { GenerateForm } from "./form";
import { isComposed, isSettled, type Job, type JobRequest } from "./job";
import type { Notice } from "./notice";
import type { Piece } from "./piece";
import type { Progress } from "./progress";
import { watch } from "./watch";

/** Takes a request from the press of the button to the piece that plays, or to words that say why not. */
export class Studio {
  private currentJobId = "";
  private lastRequest: JobRequest | null = null;

  constructor(
    private readonly form: GenerateForm,
    private readonly progress: Progress,
    private readonly notice: Notice,
    private readonly piece: Piece,
  ) {
    form.onSubmit((request) => this.compose(request));
    piece.onAgain(() => this.composeAgain());
  }

  private async compose(request: JobRequest): Promise<void> {
    if (this.form.isBusy) {
      return;
    }
    this.lastRequest = request;
    this.begin();
    try {
      await this.follow(await submit(this.form.jobsUrl, request));
    } catch (error) {
      this.fail(error, () => this.compose(request));
    }
  }

  /** The same wishes, other music. */
  private composeAgain(): void {
    if (this.lastRequest) {
      const { seed: _, ...wishes } = this.lastRequest;
      this.compose(wishes);
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
      await watch(job, { onChange, onInterruption: () => this.progress.interrupted() });
    } catch (error) {
      this.fail(error, () => this.resume(latest));
    }
  }

  private resume(job: Job): void {
    this.begin();
    this.follow(job);
  }

  private show(job: Job): void {
    if (job.id !== this.currentJobId) {
      return;
    }
    if (isComposed(job)) {
      this.end();
      this.piece.show(job, this.form.titleOf(job.request));
    } else if (isSettled(job)) {
      this.fail(new NotComposed(job), () => this.compose(job.request));
    } else {
      this.progress.show(job);
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
  }
}
