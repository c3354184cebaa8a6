import type { Job } from "./job";

/** One field that was refused, by its JSON pointer, and why. */
export interface FieldProblem {
  readonly pointer: string;
  readonly detail: string;
}

/** An answer of the API that is no success: RFC 9457's problem, as far as there was one. */
export class ProblemAnswer extends Error {
  override readonly name = "ProblemAnswer";

  constructor(
    readonly status: number,
    /** The service's own name of it; empty when a proxy in between answered. */
    readonly code: string,
    readonly detail: string,
    readonly fields: readonly FieldProblem[],
    readonly retryAfterSeconds: number | null,
  ) {
    super(detail || `HTTP ${status}`);
  }
}

/** The service gave no answer at all. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
}

/** The job ended without a piece. */
export class NotComposed extends Error {
  override readonly name = "NotComposed";

  constructor(readonly job: Job) {
    super(job.error?.message ?? job.status);
  }
}

const PASSING_STATUSES: readonly number[] = [429, 500, 502, 503, 504];

/** Nothing about it need be changed before it is tried again. */
export function isWorthRetrying(error: unknown): boolean {
  if (error instanceof NotComposed) {
    return error.job.error?.retryable !== false;
  }
  return !(error instanceof ProblemAnswer) || isPassing(error);
}

/** The same question may be answered if it is asked again. */
export function isPassing(error: unknown): boolean {
  return error instanceof ConnectionLost || (error instanceof ProblemAnswer && PASSING_STATUSES.includes(error.status));
}
