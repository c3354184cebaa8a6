import type { Sequencer } from "spessasynth_lib";
import type { Band } from "./band";
import { channelsOf, separated } from "./channels";
import { likeGain, likeStartSeconds } from "./likeness";
import { type FileNote, readMidi } from "./midi-file";
import type { Playable } from "./playable";
import { Synthesizer } from "./synthesizer";

// After so long nothing rings any more.
const REST_MILLISECONDS = 3_000;

/** A piece as this browser plays it from its MIDI; positions are those of the service's sound of it. */
export class BrowserPlayer implements Playable {
  readonly canPlay = true;
  readonly canSeek = true;
  isLooping = false;
  private loudness = 1;
  /** Where it was told to go, until it is there. */
  private aim: number | null = null;
  private readonly programs: number[];
  private readonly gain: number;
  /** So much of its MIDI is not in the service's sound of it. */
  private readonly startSeconds: number;
  private readonly channels: readonly number[];
  private moved = (): void => {};
  private rest = 0;

  private constructor(
    private readonly synthesizer: Synthesizer,
    private readonly sequencer: Sequencer,
    band: Band,
    notes: readonly FileNote[],
  ) {
    this.gain = likeGain(notes);
    this.startSeconds = likeStartSeconds(notes);
    this.channels = channelsOf(band.parts);
    this.programs = band.parts.map(({ program, is_drum }) => (is_drum ? 0 : program));
    sequencer.eventHandler.addEvent("timeChange", "player", () => this.arrived());
    sequencer.eventHandler.addEvent("songEnded", "player", () => this.ended());
    this.restSoon();
  }

  /** A piece's player, which waits; `tell` hears from 0 to 1 how much is loaded.
   *
   * @throws {Error} The instruments could not be loaded.
   */
  static async loaded(midi: ArrayBuffer, band: Band, tell: (fraction: number) => void): Promise<BrowserPlayer> {
    const notes = readMidi(midi);
    const synthesizer = await Synthesizer.loaded(tell);
    const sequencer = await synthesizer.open(separated(midi, band.parts));
    return new BrowserPlayer(synthesizer, sequencer, band, notes);
  }

  get isPlaying(): boolean {
    return !this.sequencer.paused;
  }

  get position(): number {
    return this.aim ?? Math.max(0, this.sequencer.currentTime - this.startSeconds);
  }

  get duration(): number {
    return this.sequencer.duration - this.startSeconds;
  }

  get volume(): number {
    return this.loudness;
  }

  set volume(volume: number) {
    this.loudness = volume;
    this.synthesizer.output.gain.value = this.gain * volume;
  }

  play(): void {
    clearTimeout(this.rest);
    this.synthesizer.context.resume();
    this.sequencer.play();
    this.moved();
  }

  pause(): void {
    this.sequencer.pause();
    this.restSoon();
    this.moved();
  }

  seek(seconds: number): void {
    this.aim = seconds;
    this.sequencer.currentTime = seconds + this.startSeconds;
    this.moved();
  }

  /** Plays on as `band` says. */
  follow(band: Band): void {
    const rate = band.tempoPercent / 100;
    if (rate !== this.sequencer.playbackRate) {
      this.sequencer.playbackRate = rate;
    }
    for (const [place, { program, levelPercent }] of band.playing.entries()) {
      const channel = this.synthesizer.instruments.midiChannels[this.channels[place] as number];
      channel?.setSystemParameter("gain", levelPercent / 100);
      channel?.setSystemParameter("isMuted", !band.isHeard(place));
      this.change(place, program);
    }
  }

  onMove(handle: () => void): void {
    this.moved = handle;
  }

  dispose(): void {
    clearTimeout(this.rest);
    this.synthesizer.close();
  }

  /** Instruments that nobody plays would be reckoned all the same. */
  private restSoon(): void {
    clearTimeout(this.rest);
    this.rest = window.setTimeout(() => this.synthesizer.context.suspend(), REST_MILLISECONDS);
  }

  /** The piece's own messages do not change it any more. */
  private change(place: number, program: number): void {
    const number = this.channels[place] as number;
    const channel = this.synthesizer.instruments.midiChannels[number];
    if (program !== this.programs[place]) {
      this.programs[place] = program;
      channel?.setSystemParameter("presetLock", false);
      this.synthesizer.instruments.programChange(number, program);
      channel?.setSystemParameter("presetLock", true);
    }
  }

  private arrived(): void {
    this.aim = null;
    this.moved();
  }

  private ended(): void {
    this.seek(0);
    if (this.isLooping) {
      this.play();
    } else {
      this.restSoon();
    }
  }
}
