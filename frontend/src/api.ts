import { ConnectionLost, type FieldProblem, ProblemAnswer } from "./failure";
import type { Job } from "./job";

const TIMEOUT_MILLISECONDS = 15_000;

interface Problem {
  readonly code?: string | null;
  readonly detail?: string | null;
  readonly errors?: readonly FieldProblem[] | null;
}

/** Asks for a piece, or for several; the answer is the queued job, or the first of them.
 *
 * @throws {ProblemAnswer} The service refused.
 * @throws {ConnectionLost} There was no answer.
 */
export async function submit(jobsUrl: string, request: object): Promise<Job> {
  return call(jobsUrl, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(request),
  });
}

/** Asks how a job stands; throws as `submit` does. */
export async function read(jobUrl: string): Promise<Job> {
  return call(jobUrl, { cache: "no-store" });
}

/** Asks for a job to be stopped; throws as `submit` does. */
export async function cancel(cancelUrl: string): Promise<Job> {
  return call(cancelUrl, { method: "POST" });
}

async function call(url: string, init: RequestInit): Promise<Job> {
  const response = await answer(url, init);
  if (!response.ok) {
    throw await problem(response);
  }
  return (await body<Job>(response)) ?? Promise.reject(new ConnectionLost());
}

/** The service's answer, whatever it says; throws `ConnectionLost`. */
export async function answer(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) });
  } catch (error) {
    throw new ConnectionLost(undefined, { cause: error });
  }
}

/** What an answer that is no success says is wrong. */
export async function problem(response: Response): Promise<ProblemAnswer> {
  const said = await body<Problem>(response);
  const fields = (said?.errors ?? []).map(({ pointer, detail }) => ({ pointer, detail }));
  return new ProblemAnswer(response.status, said?.code ?? "", said?.detail ?? "", fields, retryAfterSeconds(response));
}

/** The body as JSON; nothing when a proxy in between answered in another tongue, or the line broke halfway. */
async function body<T>(response: Response): Promise<T | null> {
  try {
    return (await response.json()) as T;
  } catch {
    return null;
  }
}

function retryAfterSeconds(response: Response): number | null {
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  return Number.isNaN(seconds) ? null : seconds;
}
