import type { Announcer } from "./announcer";
import { find } from "./dom";
import type { Job } from "./job";
import type { Words } from "./words";

/** Gives away the address of a piece's page for others. */
export class Share {
  private readonly button = find<HTMLButtonElement>("#share");
  private readonly said = find<HTMLElement>("#share-said");
  private address = "";

  constructor(
    private readonly words: Words,
    private readonly announcer: Announcer,
  ) {
    this.button.addEventListener("click", () => this.copy());
  }

  show(job: Job): void {
    this.address = new URL(job.links.share, location.href).href;
    this.said.textContent = "";
  }

  private async copy(): Promise<void> {
    const isCopied = await navigator.clipboard.writeText(this.address).then(
      () => true,
      () => false,
    );
    const said = this.words.say(isCopied ? "link_copied" : "link_not_copied", { address: this.address });
    this.said.textContent = said;
    this.announcer.say(said);
    this.button.focus();
  }
}
