import { find } from "./dom";
import type { JobRequest } from "./job";
import { Slider } from "./slider";
import { clock } from "./time";
import type { Words } from "./words";

const OPTIONAL_NUMBERS = ["temperature", "start_pitch", "seed"] as const;

/** What is to be composed. A control that the chosen type does not have is disabled, and so never sent. */
export class GenerateForm {
  private readonly form = find<HTMLFormElement>("#generate");
  private readonly button = find<HTMLButtonElement>("#generate-button");
  private readonly summary = find<HTMLElement>("#summary");
  private readonly startPitch = find<HTMLFieldSetElement>("#start-pitch");
  private readonly length = new Slider(find("#length"), clock, find("#length-output"));
  private readonly temperature = new Slider(
    find("#temperature"),
    (value) => value.toFixed(1),
    find("#temperature-output"),
  );

  constructor(private readonly words: Words) {
    this.form.addEventListener("change", (event) => this.changed(event.target));
    this.form.addEventListener("click", (event) => this.clicked(event.target));
    this.form.addEventListener("input", () => this.showSummary());
    this.form.addEventListener("invalid", openDisclosure, true);
    this.showTypes();
    this.showOptions();
    this.showSummary();
  }

  get jobsUrl(): string {
    return this.form.dataset.jobsUrl ?? "";
  }

  /** What a request asks for, in the names the reader chose from. */
  titleOf(request: JobRequest): string {
    const style = this.named(`input[name="style"][value="${CSS.escape(request.style)}"]`);
    const type = this.named(`[data-style="${CSS.escape(request.style)}"] [value="${CSS.escape(request.type)}"]`);
    return this.words.say("title", { style, type });
  }

  onSubmit(handle: (request: JobRequest) => void): void {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      handle(this.request());
    });
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
    const fields = new FormData(this.form);
    const given = OPTIONAL_NUMBERS.filter((name) => fields.get(name));
    return {
      style: String(fields.get("style")),
      type: String(fields.get("type")),
      length_seconds: this.length.value,
      ...Object.fromEntries(given.map((name) => [name, Number(fields.get(name))])),
    };
  }

  private changed(target: EventTarget | null): void {
    const name = target instanceof HTMLInputElement ? target.name : "";
    if (name === "style") {
      this.showTypes();
    }
    if (name === "style" || name === "type") {
      this.showOptions();
      this.showSummary();
    }
  }

  private clicked(target: EventTarget | null): void {
    const choice = target instanceof Element ? target.closest<HTMLElement>("[data-length-seconds]") : null;
    if (choice) {
      this.length.value = Number(choice.dataset.lengthSeconds);
      this.showSummary();
    }
  }

  private showTypes(): void {
    const style = this.checked("style").value;
    for (const group of this.form.querySelectorAll<HTMLFieldSetElement>("fieldset[data-style]")) {
      const isChosen = group.dataset.style === style;
      group.hidden = group.disabled = !isChosen;
      if (isChosen) {
        find<HTMLInputElement>("input", group).checked = true;
      }
    }
  }

  private showOptions(): void {
    const type = this.checked("type");
    this.temperature.value = Number(type.dataset.temperature);
    this.startPitch.hidden = this.startPitch.disabled = type.dataset.hasStartPitch === undefined;
  }

  private showSummary(): void {
    const style = this.checked("style").dataset.name ?? "";
    const type = this.checked("type").dataset.name ?? "";
    this.summary.textContent = this.words.say("summary", { style, type, length: clock(this.length.value) });
    for (const choice of this.form.querySelectorAll<HTMLElement>("[data-length-seconds]")) {
      choice.setAttribute("aria-pressed", String(Number(choice.dataset.lengthSeconds) === this.length.value));
    }
  }

  private named(selector: string): string {
    return find<HTMLInputElement>(selector, this.form).dataset.name ?? "";
  }

  private checked(name: string): HTMLInputElement {
    return find<HTMLInputElement>(`input[name="${name}"]:checked`, this.form);
  }
}

/** A refused value in a closed disclosure could not be shown to whoever typed it. */
function openDisclosure(event: Event): void {
  const disclosure = event.target instanceof Element ? event.target.closest("details") : null;
  disclosure?.setAttribute("open", "");
}
