import { Alive } from "./alive";
import { Announcer } from "./announcer";
import { find } from "./dom";
import { Heard, listen } from "./heard";
import { Rating } from "./rating";
import { Share } from "./share";
import { Words } from "./words";

// The page of one piece, one's own or one that was shared; that of a piece that is gone has nothing to show.
const piece = document.querySelector<HTMLElement>("[data-state]");

if (piece) {
  const words = Words.fromPage();
  const announcer = new Announcer();
  const share = new Share(words, announcer);
  const rating = new Rating(words, announcer);

  let audio: HTMLAudioElement | null = null;

  /** The sound comes when the piece does, and another in its place with every change. */
  const hear = (): void => {
    const present = document.querySelector<HTMLAudioElement>("#piece-files [data-heard-url]");
    if (present && present !== audio) {
      const heard = Heard.of(present);
      listen(present, () => heard);
    }
    audio = present;
  };

  const show = (): void => {
    hear();
    const isComposed = piece.dataset.state?.startsWith("succeeded") ?? false;
    find<HTMLElement>("#share-row").hidden = !isComposed;
    if (isComposed) {
      rating.showWritten(piece.dataset.ratingUrl ?? "");
    }
  };

  share.show(piece.dataset.shareUrl ?? "", find("#piece-title").textContent);
  show();
  new Alive(words, announcer, show);
}
