import { find } from "./dom";
import type { FieldProblem } from "./failure";
import { inWords } from "./field-names";
import { FieldProblems } from "./field-problems";
import type { JobRequest } from "./job";
import { type Catalogue, pageData, type TypeOptions } from "./options";
import { numberWithin, queryOf, type Settings, settingsOf } from "./settings";
import { Slider } from "./slider";
import { clock } from "./time";
import { WishesPanel } from "./wishes-panel";
import type { Words } from "./words";

/** What is to be composed; all of it but music that was played or dropped here stands in the page's address too. */
export class GenerateForm {
  private readonly form = find<HTMLFormElement>("#generate");
  private readonly button = find<HTMLButtonElement>("#generate-button");
  private readonly summary = find<HTMLElement>("#summary");
  private readonly length = new Slider(find("#length"), clock, find("#length-output"));
  private readonly catalogue = pageData<Catalogue>("options");
  private readonly problems = new FieldProblems(this.form);
  private readonly wishes: WishesPanel;

  constructor(private readonly words: Words) {
    this.wishes = new WishesPanel(words, () => this.keep());
    this.set(settingsOf(pageData("chosen"), this.catalogue));
    this.form.addEventListener("change", (event) => this.changed(event.target));
    this.form.addEventListener("click", (event) => this.clicked(event.target));
    this.form.addEventListener("input", () => this.showSummary());
    this.form.addEventListener("invalid", openDisclosure, true);
  }

  get jobsUrl(): string {
    return this.form.dataset.jobsUrl ?? "";
  }

  /** What a request asks for, in the names the reader chose from; in its own where these are offered no more. */
  titleOf(asked: Pick<JobRequest, "style" | "type">): string {
    const types = `[data-style="${CSS.escape(asked.style)}"]`;
    const style = this.named(`input[name="style"][value="${CSS.escape(asked.style)}"]`) ?? plainName(asked.style);
    const type = this.named(`${types} [value="${CSS.escape(asked.type)}"]`) ?? plainName(asked.type);
    return this.words.say("title", { style, type });
  }

  onSubmit(handle: (request: JobRequest) => void): void {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      handle(this.request());
    });
  }

  /** Says beside each field why it was refused. */
  refuse(problems: readonly FieldProblem[]): void {
    this.problems.show(inWords(problems, this.words));
  }

  get isBusy(): boolean {
    return this.button.ariaDisabled === "true";
  }

  /** A busy button keeps the keyboard's focus, which a disabled one would lose. */
  set isBusy(busy: boolean) {
    this.button.ariaDisabled = String(busy);
  }

  focus(): void {
    this.button.focus({ preventScroll: true });
  }

  private request(): JobRequest {
    this.problems.clearAll();
    return { ...this.place, length_seconds: this.length.value, ...this.wishes.wishes };
  }

  private get place(): { readonly style: string; readonly type: string } {
    return { style: this.checked("style").value, type: this.checked("type").value };
  }

  private get options(): TypeOptions {
    const { style, type } = this.place;
    const options = this.catalogue[style]?.[type];
    if (!options) {
      throw new Error(`the catalogue has no ${style} ${type}`);
    }
    return options;
  }

  private set({ style, type, length_seconds, ...wishes }: Settings): void {
    this.check("style", style);
    this.showTypes(type);
    this.offer();
    this.length.value = length_seconds ?? this.options.length_seconds.default ?? this.length.value;
    this.wishes.settings = wishes;
    this.showSummary();
  }

  private changed(target: EventTarget | null): void {
    const name = target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.name : "";
    if (name === "style") {
      this.showTypes();
    }
    if (name === "style" || name === "type") {
      this.offer();
    }
    if (name === "key" || name === "scale") {
      this.wishes.showScale();
    }
    this.keep();
  }

  /** Shows what the chosen type can be told, and between which bounds. */
  private offer(): void {
    this.wishes.offer(this.options);
    this.length.within(this.options.length_seconds);
    for (const choice of this.form.querySelectorAll<HTMLElement>("[data-length-seconds]")) {
      choice.hidden = numberWithin(choice.dataset.lengthSeconds, this.options.length_seconds) === undefined;
    }
  }

  private clicked(target: EventTarget | null): void {
    const choice = target instanceof Element ? target.closest<HTMLElement>("[data-length-seconds]") : null;
    if (choice) {
      this.length.value = Number(choice.dataset.lengthSeconds);
    }
    if (target instanceof Element && target.closest("button[type=button]")) {
      this.keep();
    }
  }

  /** Shows what is chosen, and puts it into the page's address. */
  private keep(): void {
    this.showSummary();
    const settings = { ...this.place, length_seconds: this.length.value, ...this.wishes.settings };
    history.replaceState(history.state, "", `?${queryOf(settings)}${location.hash}`);
  }

  private showTypes(chosen?: string): void {
    const { value } = this.checked("style");
    for (const group of this.form.querySelectorAll<HTMLFieldSetElement>("fieldset[data-style]")) {
      group.hidden = group.disabled = group.dataset.style !== value;
    }
    const types = `fieldset[data-style="${CSS.escape(value)}"] input`;
    const type = chosen === undefined ? null : this.form.querySelector(`${types}[value="${CSS.escape(chosen)}"]`);
    (type instanceof HTMLInputElement ? type : find<HTMLInputElement>(types, this.form)).checked = true;
  }

  private showSummary(): void {
    const style = this.checked("style").dataset.name ?? "";
    const type = this.checked("type").dataset.name ?? "";
    this.summary.textContent = this.words.say("summary", { style, type, length: clock(this.length.value) });
    for (const choice of this.form.querySelectorAll<HTMLElement>("[data-length-seconds]")) {
      choice.setAttribute("aria-pressed", String(Number(choice.dataset.lengthSeconds) === this.length.value));
    }
  }

  private named(selector: string): string | undefined {
    return this.form.querySelector<HTMLInputElement>(selector)?.dataset.name;
  }

  private check(name: string, value: string | undefined): void {
    find<HTMLInputElement>(`input[name="${name}"][value="${CSS.escape(value ?? "")}"]`, this.form).checked = true;
  }

  private checked(name: string): HTMLInputElement {
    return find<HTMLInputElement>(`input[name="${name}"]:checked`, this.form);
  }
}

/** A slug as a title. */
export function plainName(slug: string): string {
  return slug.charAt(0).toUpperCase() + slug.slice(1).replaceAll("-", " ");
}

/** A refused value in a closed disclosure could not be shown to whoever typed it. */
function openDisclosure(event: Event): void {
  const disclosure = event.target instanceof Element ? event.target.closest("details") : null;
  disclosure?.setAttribute("open", "");
}
