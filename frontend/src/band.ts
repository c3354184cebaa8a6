import type { ScorePart } from "./score";

export const FULL_PERCENT = 100;

/** How one part is to be played. */
export interface Playing {
  /** General MIDI 0–127; of drums, the number of the kit. */
  program: number;
  /** Of its loudness as composed, 0–100. */
  levelPercent: number;
  isMuted: boolean;
  isSolo: boolean;
}

/** Who plays what, and how fast: as composed at first. */
export class Band {
  tempoPercent = FULL_PERCENT;
  readonly playing: readonly Playing[];

  constructor(readonly parts: readonly ScorePart[]) {
    this.playing = parts.map(asComposed);
  }

  /** Whoever is muted is silent, and where some play solo, so are all others. */
  isHeard(place: number): boolean {
    const playing = this.playing[place];
    const isLeftOut = this.playing.some(({ isSolo }) => isSolo) && !playing?.isSolo;
    return playing !== undefined && !playing.isMuted && !isLeftOut;
  }

  reset(): void {
    this.tempoPercent = FULL_PERCENT;
    for (const [place, part] of this.parts.entries()) {
      Object.assign(this.playing[place] as Playing, asComposed(part));
    }
  }
}

function asComposed({ program, is_drum }: ScorePart): Playing {
  // Without a meaning for drums, whose tracks ask for no kit.
  return { program: is_drum ? 0 : program, levelPercent: FULL_PERCENT, isMuted: false, isSolo: false };
}
