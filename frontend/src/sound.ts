import { Audible, type SoundWatcher } from "./audible";
import type { Playable } from "./playable";
import { reaches } from "./reach";

const FILE_TRIES = 5;
const RETRY_MILLISECONDS = 1_000;
// A stream that ended so near to the end of its file was whole.
const END_SECONDS = 1;

interface Place {
  readonly seconds: number;
  readonly isPlaying: boolean;
}

/** A piece's sound: a stream while it is made, and afterwards a file, which alone can be sought in.
 *
 * The file takes the stream's place when somebody seeks, or when the stream has ended or broken off: the listener
 * hears it go on where it was.
 */
export class Sound extends Audible implements Playable {
  private file = "";
  private fileAfterStream = "";
  private playsFile = false;
  /** Where the stream left the listener, until it is known how the file goes on from there. */
  private left: Place | null = null;
  private hasStalled = false;
  private hasNoFile = false;
  private triesLeft = FILE_TRIES;
  private loops = false;

  constructor(
    private readonly stream: string,
    watcher: SoundWatcher,
    element: HTMLAudioElement = document.createElement("audio"),
  ) {
    super(watcher, element);
    element.addEventListener("loadedmetadata", () => this.goOn());
    element.addEventListener("ended", () => this.ended());
    element.addEventListener("error", () => this.failed());
    element.addEventListener("stalled", () => this.stalled());
    element.addEventListener("progress", () => {
      this.hasStalled = false;
    });
  }

  get canPlay(): boolean {
    return this.left === null && !this.isLost;
  }

  /** Neither the stream nor the file can be played, and it is not tried any more. */
  get isLost(): boolean {
    return this.triesLeft === 0;
  }

  get canSeek(): boolean {
    return this.file !== "" || reaches(this.element, this.element.currentTime);
  }

  get isLooping(): boolean {
    return this.loops;
  }

  /** A stream is left for its file at its end, and only the file begins anew by itself. */
  set isLooping(loops: boolean) {
    this.loops = loops;
    this.element.loop = loops && this.playsFile;
  }

  /** Is ready to be played, from the beginning. */
  prepare(): void {
    this.element.src = this.stream;
    this.open();
  }

  /** Plays from the beginning, as soon as there is something to hear and where the browser allows it. */
  start(): void {
    this.element.src = this.stream;
    this.play();
  }

  /** Goes to a position, where it can be reached. */
  seek(seconds: number): void {
    if (this.playsFile || reaches(this.element, seconds)) {
      this.element.currentTime = seconds;
    } else if (this.file) {
      this.loadFile({ seconds, isPlaying: !this.element.paused });
    }
  }

  /** The file is there. */
  stored(href: string): void {
    this.file = href;
    if (this.left) {
      this.loadFile(this.left);
    } else if (this.hasStalled) {
      this.stalled();
    }
    this.watcher.onChange();
  }

  /** The file is made for whoever asks for the stream, and nobody will tell when it is there. */
  onRequest(href: string): void {
    this.fileAfterStream = href;
    if (this.left) {
      this.stored(href);
    }
  }

  /** There will be no file; what the stream has may still be heard. */
  abandon(): void {
    this.hasNoFile = true;
    if (this.left) {
      this.giveUp();
    }
  }

  override dispose(): void {
    this.triesLeft = 0;
    super.dispose();
  }

  private ended(): void {
    if (this.playsFile) {
      this.element.currentTime = 0;
    } else {
      this.leaveStream({ seconds: this.element.currentTime, isPlaying: true });
    }
  }

  private failed(): void {
    const place = this.left ?? { seconds: this.element.currentTime, isPlaying: !this.element.paused };
    if (this.playsFile) {
      this.retry(place);
    } else if (!this.isLost) {
      this.leaveStream(place);
    }
  }

  private stalled(): void {
    this.hasStalled = true;
    const isStarving = !this.element.paused && this.element.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
    if (isStarving && this.file && !this.playsFile) {
      this.loadFile({ seconds: this.element.currentTime, isPlaying: true });
    }
  }

  private leaveStream(place: Place): void {
    this.left = place;
    this.file ||= this.fileAfterStream;
    if (this.file) {
      this.loadFile(place);
    } else if (this.hasNoFile) {
      this.giveUp();
    }
    this.watcher.onChange();
  }

  private loadFile(place: Place): void {
    this.playsFile = true;
    this.left = place;
    this.element.loop = this.loops;
    this.element.src = this.file;
    // Before anything is loaded it is where playback will start.
    this.element.currentTime = place.seconds;
    this.watcher.onChange();
  }

  /** The file's length is known, and so whether the stream had come to its end. */
  private goOn(): void {
    if (!this.left || !this.playsFile) {
      return;
    }
    const { seconds, isPlaying } = this.left;
    this.left = null;
    if (this.element.duration - seconds < END_SECONDS) {
      this.element.currentTime = 0;
    }
    if (isPlaying && (this.loops || this.element.currentTime > 0 || seconds === 0)) {
      this.play();
    }
    this.watcher.onChange();
  }

  private retry(place: Place): void {
    this.left = place;
    this.triesLeft = Math.max(0, this.triesLeft - 1);
    if (!this.isLost) {
      setTimeout(() => this.loadFile(place), RETRY_MILLISECONDS);
    }
    this.watcher.onChange();
  }

  private giveUp(): void {
    this.triesLeft = 0;
    this.watcher.onChange();
  }
}
