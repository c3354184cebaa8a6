import { answer, problem } from "./api";
import { ProblemAnswer } from "./failure";

/** What one listener thinks of a piece: 1-5 stars, and a comment that may be empty. */
export interface Opinion {
  readonly stars: number;
  readonly comment: string;
}

/** Gives an opinion, in place of what it was before; throws as `submit` does. */
export async function rate(url: string, opinion: Opinion): Promise<void> {
  await call(url, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(opinion),
  });
}

/** This browser's opinion; null where it gave none, or where nobody can say. */
export async function opinionAt(url: string): Promise<Opinion | null> {
  try {
    return await (await call(url, { cache: "no-store" })).json();
  } catch {
    return null;
  }
}

/** None there is no error; throws as `submit` does. */
export async function takeBack(url: string): Promise<void> {
  await call(url, { method: "DELETE" });
}

async function call(url: string, init: RequestInit): Promise<Response> {
  const response = await answer(url, init);
  if (!response.ok) {
    throw await problem(response);
  }
  return response;
}

/** The key of the words for why an opinion was not kept. */
export function whyNotKept(error: unknown): string {
  if (!(error instanceof ProblemAnswer)) {
    return "rating_lost";
  }
  if (error.status === 404 || error.status === 410) {
    return "rating_gone";
  }
  return error.status === 429 || error.status >= 500 ? "rating_later" : "rating_refused";
}
