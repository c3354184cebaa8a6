import type { Announcer } from "./announcer";
import { Comment } from "./comment";
import { find } from "./dom";
import { ProblemAnswer } from "./failure";
import { Latest } from "./latest";
import { type Opinion, opinionAt, rate, takeBack, whyNotKept } from "./opinion";
import { Stars } from "./stars";
import type { Words } from "./words";

/** What this browser thinks of a piece: stars that are kept at once, then a comment for whoever likes to say more. */
export class Rating {
  private readonly section = find<HTMLElement>("#rating");
  private readonly said = find<HTMLElement>("#rating-said");
  private readonly retry = find<HTMLButtonElement>("#rating-retry");
  private readonly undo = find<HTMLButtonElement>("#rating-undo");
  private readonly stars: Stars;
  private readonly comment: Comment;
  private readonly latest = new Latest();
  private url = "";
  private kept: Opinion | null = null;
  /** What was asked for last, of which the answer may not be there yet. */
  private meant: Opinion | null = null;
  private again: () => void = () => {};

  constructor(
    private readonly words: Words,
    private readonly announcer: Announcer,
  ) {
    this.stars = new Stars(find("#stars"), (stars) => this.keep({ stars, comment: this.meant?.comment ?? "" }));
    this.comment = new Comment(words, () => this.sendComment());
    this.undo.addEventListener("click", () => this.takeBack());
    this.retry.addEventListener("click", () => this.again());
  }

  /** Of a piece, by the address of its rating, with what was thought of it before; null where there is nothing to rate. */
  show(url: string | null, kept: Opinion | null = null): void {
    this.section.hidden = url === null;
    if (url && url !== this.url) {
      this.url = url;
      this.comment.text = "";
      this.become(kept);
      this.say("");
    }
  }

  /** The same of a piece that may have been rated before. */
  async ask(url: string): Promise<void> {
    if (url === this.url) {
      return;
    }
    this.show(url);
    const kept = await opinionAt(url);
    if (url === this.url && !this.kept && this.stars.chosen === 0) {
      this.become(kept);
    }
  }

  /** What the server wrote into the page. */
  showWritten(url: string): void {
    const { stars, comment } = this.section.dataset;
    this.show(url, stars ? { stars: Number(stars), comment: comment ?? "" } : null);
  }

  private sendComment(): void {
    const stars = this.stars.chosen;
    if (stars > 0) {
      this.keep({ stars, comment: this.comment.text });
    }
  }

  private keep(opinion: Opinion): void {
    const hasNewWords = opinion.comment !== (this.kept?.comment ?? "");
    this.meant = opinion;
    this.attempt(async (url) => {
      await rate(url, opinion);
      this.succeeded(
        url,
        opinion,
        this.words.say(hasNewWords ? "rating_said" : "rating_kept", { stars: opinion.stars }),
      );
    });
  }

  private takeBack(): void {
    this.meant = null;
    this.attempt(async (url) => {
      await takeBack(url);
      this.succeeded(url, null, this.words.say("rating_erased"));
    });
  }

  private attempt(act: (url: string) => Promise<void>): void {
    const url = this.url;
    this.again = () => this.attempt(act);
    this.latest.ask(() => act(url).catch((error: unknown) => this.failed(url, error)));
  }

  /** The page may show another piece by now. */
  private succeeded(url: string, kept: Opinion | null, sentence: string): void {
    if (url !== this.url) {
      return;
    }
    const hadFocus = [this.undo, this.retry].some((button) => button === document.activeElement);
    if (kept) {
      this.kept = kept;
      this.showKept();
    } else {
      this.comment.text = "";
      this.become(null);
    }
    this.say(sentence);
    if (hadFocus) {
      this.stars.focus();
    }
  }

  private failed(url: string, error: unknown): void {
    if (url !== this.url) {
      return;
    }
    const problem = error instanceof ProblemAnswer ? error : null;
    const key = whyNotKept(error);
    const detail = problem?.fields[0]?.detail ?? problem?.detail ?? "";
    this.say(this.words.say(key, { seconds: problem?.retryAfterSeconds ?? 5, detail }));
    this.retry.hidden = key === "rating_gone" || key === "rating_refused";
  }

  private become(kept: Opinion | null): void {
    this.kept = this.meant = kept;
    this.stars.show(kept?.stars ?? 0);
    if (kept) {
      this.comment.text = kept.comment;
    }
    this.showKept();
  }

  private showKept(): void {
    this.comment.isShown = this.kept !== null;
  }

  private say(sentence: string): void {
    this.retry.hidden = true;
    this.said.textContent = sentence;
    this.announcer.say(sentence);
  }
}
