import { read } from "./api";
import { isPassing, ProblemAnswer } from "./failure";
import { isSettled, type Job } from "./job";

const EAGER_MILLISECONDS = 300;
const PATIENT_MILLISECONDS = 1_000;
const EAGER_FOR_MILLISECONDS = 30_000;
const LONGEST_WAIT_MILLISECONDS = 5_000;
// With the waits between them these last for about a minute.
const FAILURES_BORNE = 15;

export interface Watcher {
  onChange(job: Job): void;
  /** An answer did not come; it is asked for again by itself. */
  onInterruption(): void;
}

/** Follows a job until nothing about it changes any more.
 *
 * @throws {ProblemAnswer} The service no longer knows the job.
 * @throws {ConnectionLost} It could not be reached for a minute.
 */
export async function watch(job: Job, watcher: Watcher): Promise<Job> {
  const startedAt = performance.now();
  let current = job;
  while (!isSettled(current)) {
    await pause(pollMilliseconds(performance.now() - startedAt));
    current = await persist(() => read(current.links.self), watcher);
    watcher.onChange(current);
  }
  return current;
}

async function persist<T>(ask: () => Promise<T>, watcher: Watcher): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error) || failures >= FAILURES_BORNE) {
        throw error;
      }
      watcher.onInterruption();
      await pause(backoffMilliseconds(failures, error));
    }
  }
}

/** The page of a piece that is nearly there asks often, that of a long wait seldom. */
export function pollMilliseconds(elapsedMilliseconds: number): number {
  return elapsedMilliseconds < EAGER_FOR_MILLISECONDS ? EAGER_MILLISECONDS : PATIENT_MILLISECONDS;
}

/** Doubles with every failure up to a limit, and is never less than what the service asked for. */
export function backoffMilliseconds(failures: number, error: unknown): number {
  const doubled = Math.min(EAGER_MILLISECONDS * 2 ** failures, LONGEST_WAIT_MILLISECONDS);
  const asked = error instanceof ProblemAnswer ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
  return Math.max(doubled, asked);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
