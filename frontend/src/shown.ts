import { Alive } from "./alive";
import { Announcer } from "./announcer";
import { find } from "./dom";
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

  const show = (): void => {
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
