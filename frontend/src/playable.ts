/** Whatever can be played, paused and sought in by the player's controls; positions are in seconds of its sound. */
export interface Playable {
  readonly canPlay: boolean;
  readonly canSeek: boolean;
  readonly isPlaying: boolean;
  readonly position: number;
  /** In seconds; not finite as long as it is not known. */
  readonly duration: number;
  /** From 0 to 1. */
  volume: number;
  /** Begins anew at its end. */
  isLooping: boolean;
  play(): void;
  pause(): void;
  seek(seconds: number): void;
  /** Calls `handle` whenever it plays, pauses, goes elsewhere or knows its length. */
  onMove(handle: () => void): void;
  dispose(): void;
}
