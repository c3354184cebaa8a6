const A4_PITCH = 69;
const A4_HERTZ = 440;
const SEMITONES = 12;
const GAIN = 0.18;
const ATTACK_SECONDS = 0.008;
const RELEASE_SECONDS = 0.12;

interface Voice {
  readonly oscillator: OscillatorNode;
  readonly gain: GainNode;
}

/** A plain tone for each key that is held; the browser's sound opens with the first. */
export class Tone {
  private context: AudioContext | null = null;
  private readonly voices = new Map<number, Voice>();

  press(pitch: number): void {
    this.context ??= new AudioContext();
    const { currentTime, destination } = this.context;
    const frequency = A4_HERTZ * 2 ** ((pitch - A4_PITCH) / SEMITONES);
    const oscillator = new OscillatorNode(this.context, { type: "triangle", frequency });
    const gain = new GainNode(this.context, { gain: 0 });
    gain.gain.setTargetAtTime(GAIN, currentTime, ATTACK_SECONDS);
    oscillator.connect(gain).connect(destination);
    oscillator.start();
    this.voices.set(pitch, { oscillator, gain });
  }

  release(pitch: number): void {
    const voice = this.voices.get(pitch);
    if (voice && this.context) {
      this.voices.delete(pitch);
      voice.gain.gain.setTargetAtTime(0, this.context.currentTime, RELEASE_SECONDS / 3);
      voice.oscillator.stop(this.context.currentTime + 3 * RELEASE_SECONDS);
    }
  }
}
