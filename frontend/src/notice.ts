import { find } from "./dom";
import { ConnectionLost, isWorthRetrying, NotComposed, ProblemAnswer } from "./failure";
import { inWords } from "./field-names";
import type { Words } from "./words";

/** What went wrong, and what the reader can do about it. */
export interface Explanation {
  readonly title: string;
  readonly detail: string;
  readonly points: readonly string[];
}

/** The alert below the form, with one button that does again what failed. */
export class Notice {
  private readonly section = find<HTMLElement>("#notice");
  private readonly title = find<HTMLElement>("#notice-title");
  private readonly detail = find<HTMLElement>("#notice-detail");
  private readonly points = find<HTMLUListElement>("#notice-points");
  private readonly button = find<HTMLButtonElement>("#notice-retry");
  private retry: () => void = () => {};

  constructor(private readonly words: Words) {
    this.button.addEventListener("click", () => this.retry());
  }

  show(error: unknown, retry: () => void): void {
    const explanation = explain(error, this.words);
    this.retry = retry;
    this.section.hidden = false;
    this.title.textContent = explanation.title;
    this.detail.textContent = explanation.detail;
    this.button.hidden = !isWorthRetrying(error);
    this.points.replaceChildren(...explanation.points.map(listItem));
    this.section.scrollIntoView({ block: "nearest" });
  }

  /** Whether the keyboard's focus was in the notice, and so needs a new place. */
  hide(): boolean {
    const hadFocus = this.section.contains(document.activeElement);
    this.section.hidden = true;
    this.title.textContent = "";
    return hadFocus;
  }
}

export function explain(error: unknown, words: Words): Explanation {
  if (error instanceof ConnectionLost) {
    return explanation(words, "connection_lost");
  }
  if (error instanceof NotComposed) {
    return notComposed(error, words);
  }
  if (error instanceof ProblemAnswer) {
    return refused(error, words);
  }
  return explanation(words, "unexpected");
}

function refused(problem: ProblemAnswer, words: Words): Explanation {
  const seconds = problem.retryAfterSeconds ?? 5;
  switch (true) {
    case problem.code === "queue_full":
      return explanation(words, "busy", { seconds });
    case problem.code === "too_many_jobs":
      return explanation(words, "too_many_jobs");
    case problem.status === 429:
      return explanation(words, "too_many", { seconds });
    case problem.status >= 502:
      return explanation(words, "unavailable", { seconds });
    case problem.status === 404 || problem.status === 410:
      return explanation(words, "gone");
    case problem.status >= 500:
      return explanation(words, "unexpected");
    case problem.fields.length > 0:
      return {
        title: words.say("refused_title"),
        detail: words.say("refused_fields"),
        points: inWords(problem.fields, words).map(({ detail }) => detail),
      };
    default:
      return explanation(words, "refused", { detail: problem.detail });
  }
}

function notComposed({ job }: NotComposed, words: Words): Explanation {
  const key = job.error?.retryable === false ? "failed_for_good" : job.status;
  const said = explanation(words, key, { detail: job.error?.message ?? "" });
  const reason = `error_${job.error?.code}`;
  return words.has(reason) ? { ...said, detail: words.say(reason) } : said;
}

function explanation(words: Words, key: string, values: Readonly<Record<string, string | number>> = {}): Explanation {
  return { title: words.say(`${key}_title`), detail: words.say(`${key}_detail`, values).trim(), points: [] };
}

function listItem(text: string): HTMLLIElement {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}
