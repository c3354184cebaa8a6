import { find } from "./dom";
import { isComposed, isSettled, type Job, type Resolved } from "./job";

const VARIATIONS = 4;

export type Action = "other" | "again" | "continue" | "variations";

// What each button asks the service for; the same stands in `web/pieces/views/act.py`.
const REQUESTS: Readonly<Record<Action, (job: Job) => object>> = {
  other: (job) => wishesOf(job),
  again: ({ resolved }) => resolved,
  continue: ({ id }) => ({ parent: id }),
  variations: (job) => ({ ...wishesOf(job), variations: VARIATIONS }),
};

export function requestOf(action: Action, job: Job): object {
  return REQUESTS[action](job);
}

/** All but what makes it this very piece; what was played or dropped for it to begin with is there too. */
function wishesOf({ request, resolved }: Job): object {
  const { seed: _seed, engine: _engine, ...wishes } = { engine: null, ...resolved };
  if (!isLaidOutBySeed(resolved)) {
    return wishes;
  }
  const { plan: _plan, parts: _parts, chords, groove, ...others } = { chords: null, groove: null, ...wishes };
  return { ...others, ...(request.chords && { chords }), ...(request.groove && { groove }) };
}

/** Where parts begin with something but a groove, they and their plan belong together. */
function isLaidOutBySeed({ plan, groove, parts = [] }: Resolved): boolean {
  return Boolean(plan || groove) && parts.every(({ primer, is_drum }) => !primer || (groove && is_drum));
}

/** What can be made of the piece that is shown. */
export class Next {
  private readonly buttons = [...document.querySelectorAll<HTMLButtonElement>("#next [data-action]")];
  private readonly page = find<HTMLAnchorElement>("#piece-page");
  private job: Job | null = null;
  private composes = false;
  private varies = false;

  onAsk(handle: (action: Action, job: Job) => void): void {
    for (const button of this.buttons) {
      button.addEventListener("click", () => {
        if (this.job && button.ariaDisabled !== "true") {
          handle(actionOf(button), this.job);
        }
      });
    }
  }

  show(job: Job): void {
    this.job = job;
    this.page.href = `${this.page.dataset.piecesUrl}/${job.id}`;
    this.offer();
  }

  /** A piece is being made, and there is one at a time. */
  set isComposing(composes: boolean) {
    this.composes = composes;
    this.offer();
  }

  set isVarying(varies: boolean) {
    this.varies = varies;
    this.offer();
  }

  focus(action: Action): void {
    this.buttons.find((button) => actionOf(button) === action)?.focus();
  }

  private offer(): void {
    for (const button of this.buttons) {
      button.ariaDisabled = String(!this.offers(actionOf(button)));
    }
  }

  private offers(action: Action): boolean {
    if (!this.job || this.composes || (action === "variations" && this.varies)) {
      return false;
    }
    return action === "continue" ? isComposed(this.job) : isComposed(this.job) || isSettled(this.job);
  }
}

function actionOf(button: HTMLButtonElement): Action {
  return button.dataset.action as Action;
}
