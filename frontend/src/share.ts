import type { Announcer } from "./announcer";
import { find } from "./dom";
import type { Words } from "./words";

/** Gives away the address of a piece's page for others: copied, or by whatever the browser shares with. */
export class Share {
  private readonly copyButton = find<HTMLButtonElement>("#copy-link");
  private readonly shareButton = find<HTMLButtonElement>("#share-with");
  private readonly said = find<HTMLElement>("#share-said");
  private page: { readonly url: string; readonly title: string } = { url: "", title: "" };

  constructor(
    private readonly words: Words,
    private readonly announcer: Announcer,
  ) {
    this.copyButton.addEventListener("click", () => this.copy());
    this.shareButton.addEventListener("click", () => this.share());
    this.shareButton.hidden = !("share" in navigator);
  }

  show(address: string, title: string): void {
    this.page = { url: new URL(address, location.href).href, title };
    this.said.textContent = "";
  }

  private async copy(): Promise<void> {
    const isCopied = await navigator.clipboard.writeText(this.page.url).then(
      () => true,
      () => false,
    );
    this.say(isCopied ? "link_copied" : "link_not_copied");
    this.copyButton.focus();
  }

  /** Who closes the browser's own sheet has changed his mind, which is no error. */
  private async share(): Promise<void> {
    await navigator.share(this.page).catch((error: unknown) => {
      if (!(error instanceof DOMException && error.name === "AbortError")) {
        this.say("link_not_shared");
      }
    });
  }

  private say(key: string): void {
    const sentence = this.words.say(key, { address: this.page.url });
    this.said.textContent = sentence;
    this.announcer.say(sentence);
  }
}
