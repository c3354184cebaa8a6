import type { Announcer } from "./announcer";
import { cancel, read, submit } from "./api";
import { find } from "./dom";
import type { Job } from "./job";
import type { Notice } from "./notice";
import type { Piece } from "./piece";
import { Turns } from "./turns";
import { type CardWatcher, VariationCard } from "./variation-card";
import type { Words } from "./words";

// Of six connections that a browser has to a host, one each is for the piece's sound and its events, one for a card's
// sound, and one for what is asked in between.
const CONNECTIONS = 2;

/** Several pieces of the same wishes, side by side, to take one of. */
export class Variations {
  private readonly section = find<HTMLElement>("#variations");
  private readonly list = find<HTMLOListElement>("#variation-cards");
  private readonly endButton = find<HTMLButtonElement>("#variations-end");
  private cards: VariationCard[] = [];
  private takenId = "";
  private onTaken: (job: Job) => void = () => {};
  private readonly underWay = new Set<VariationCard>();

  constructor(
    private readonly words: Words,
    private readonly announcer: Announcer,
    private readonly notice: Notice,
    private readonly piece: Piece,
  ) {
    piece.onHeard = () => this.pause();
    this.endButton.addEventListener("click", () => (this.areUnderWay ? this.cancel() : this.close()));
  }

  onTake(handle: (job: Job) => void): void {
    this.onTaken = handle;
  }

  /** Asks for them, and shows how they come. */
  async make(jobsUrl: string, request: object): Promise<void> {
    this.notice.hide();
    this.piece.next.isVarying = true;
    try {
      this.show(await submit(jobsUrl, request));
      this.announcer.say(this.words.say("variations_begun"));
      this.section.scrollIntoView({ block: "nearest" });
    } catch (error) {
      this.piece.next.isVarying = false;
      this.notice.show(error, () => this.make(jobsUrl, request));
    }
  }
  /** Those that this page showed before it was loaded anew, else those of the piece that it shows. */
  takeUp(jobsUrl: string, shown: Job | null): void {
    const id = (history.state as { variations?: string } | null)?.variations;
    const all = shown?.variations ?? [];
    if (id !== undefined) {
      read(`${jobsUrl}/${id}`).then(
        (job) => this.show(job),
        () => remember(undefined),
      );
    } else if (shown && all.length > 1) {
      this.show(shown);
    }
  }

  /** Marks the one that is the piece of the page. */
  mark(jobId: string): void {
    this.takenId = jobId;
    for (const card of this.cards) {
      card.isTaken = card.job?.id === jobId;
    }
  }

  private pause(): void {
    for (const card of this.cards) {
      card.pause();
    }
  }

  private get areUnderWay(): boolean {
    return this.cards.some((card) => card.isUnderWay);
  }

  private show(one: Job): void {
    this.clear();
    remember(one.id);
    const turns = new Turns(CONNECTIONS);
    const all = one.variations ?? [];
    this.cards = all.map((_, place) => new VariationCard(place + 1, this.words, this.cardWatcher));
    this.list.replaceChildren(...this.cards.map((card) => card.element));
    this.section.hidden = false;
    for (const [place, { href }] of all.entries()) {
      this.cards[place]?.follow(href, turns);
    }
  }

  private get cardWatcher(): CardWatcher {
    return {
      onPlay: (card) => this.hear(card),
      onTake: (card) => this.take(card),
      onState: (card) => this.stateChanged(card),
    };
  }

  /** One sound at a time, and no connection for one that is not heard. */
  private hear(heard: VariationCard): void {
    this.piece.pause();
    for (const card of this.cards.filter((other) => other !== heard)) {
      card.release();
    }
  }

  private take(card: VariationCard): void {
    if (card.job && card.job.id !== this.takenId) {
      card.release();
      this.onTaken(card.job);
    }
  }

  private stateChanged(card: VariationCard): void {
    if (!this.cards.includes(card)) {
      return;
    }
    card.isTaken = card.job?.id === this.takenId;
    find("[data-part=end-label]", this.endButton).textContent = this.words.say(this.areUnderWay ? "cancel" : "close");
    this.piece.next.isVarying = this.areUnderWay;
    this.tell(card);
  }

  /** Each end is told of once, and none that was there before. */
  private tell(card: VariationCard): void {
    if (card.isUnderWay) {
      this.underWay.add(card);
    } else if (this.underWay.delete(card)) {
      const said = card.isWhole ? "variation_ready" : "variation_lost";
      this.announcer.say(this.words.say(said, { number: card.number }));
    }
  }

  /** Stops those that are under way; their events say so. */
  private async cancel(): Promise<void> {
    const jobs = this.cards.flatMap((card) => (card.isUnderWay && card.job ? [card.job] : []));
    const answers = await Promise.allSettled(jobs.map((job) => cancel(job.links.cancel)));
    const failed = answers.find((answer) => answer.status === "rejected");
    if (failed) {
      this.notice.show(failed.reason, () => this.cancel());
    }
  }

  private close(): void {
    this.clear();
    remember(undefined);
    this.section.hidden = true;
    this.piece.next.focus("variations");
  }

  private clear(): void {
    const cards = this.cards;
    this.cards = [];
    this.underWay.clear();
    for (const card of cards) {
      card.release();
    }
  }
}

/** Until the page is left: a reload finds them again. */
function remember(jobId: string | undefined): void {
  history.replaceState({ ...history.state, variations: jobId }, "");
}
