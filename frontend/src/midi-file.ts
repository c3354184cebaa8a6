import { MidiReader } from "./midi-reader";

/** Reads the notes of a Standard MIDI file, enough to show them; whether it can be gone on from the server judges.
 *
 * The format is that of "Standard MIDI Files 1.0" (MIDI Manufacturers Association, 1996), types 0 and 1 with ticks per
 * quarter. Every read is within the file, and what is cut off ends where the file does.
 */

export interface FileNote {
  readonly isDrum: boolean;
  readonly pitch: number;
  readonly velocity: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** The file cannot be shown, and the server would not take it. */
export class NotMidi extends Error {
  override readonly name = "NotMidi";
}

interface TickedNote {
  readonly channel: number;
  readonly pitch: number;
  readonly velocity: number;
  readonly start: number;
  readonly end: number;
}

interface Tempo {
  readonly tick: number;
  readonly microsecondsPerQuarter: number;
}

const MOST_TRACKS = 64;
const MOST_NOTES = 10_000;
const DRUM_CHANNEL = 9;
const SMPTE_FLAG = 0x8000;
const DEFAULT_MICROSECONDS = 500_000;
const MICROSECONDS = 1_000_000;

/** The notes by their beginnings.
 *
 * @throws {NotMidi} It is no such file, or has no notes, or more than 10,000.
 */
export function readMidi(content: ArrayBuffer): FileNote[] {
  const reader = new MidiReader(new Uint8Array(content));
  const ticksPerQuarter = readHeader(reader);
  const [notes, tempos]: [TickedNote[], Tempo[]] = [[], []];
  for (let track = 0; track < MOST_TRACKS && reader.left >= 8; ) {
    const isTrack = reader.text(4) === "MTrk";
    const chunk = reader.part(reader.number(4));
    if (isTrack) {
      readTrack(chunk, notes, tempos);
      track += 1;
    }
  }
  if (notes.length === 0) {
    throw new NotMidi("the file has no notes");
  }
  return timed(notes, tempos, ticksPerQuarter);
}

function readHeader(reader: MidiReader): number {
  const isMidi = reader.left >= 14 && reader.text(4) === "MThd";
  const header = isMidi ? reader.part(reader.number(4)) : null;
  if (!header || header.left < 6 || header.number(2) > 1) {
    throw new NotMidi("the file is no Standard MIDI file of type 0 or 1");
  }
  header.number(2);
  const division = header.number(2);
  if (division === 0 || division & SMPTE_FLAG) {
    throw new NotMidi("the file does not count in quarters");
  }
  return division;
}

/** Adds what one track has. */
function readTrack(reader: MidiReader, notes: TickedNote[], tempos: Tempo[]): void {
  const sounding = new Map<number, { start: number; velocity: number }[]>();
  let [tick, running] = [0, 0];
  while (reader.left > 0) {
    tick += reader.variable();
    const status = reader.peek() & 0x80 ? reader.number(1) : running;
    if (status === 0xff) {
      readMeta(reader, tick, tempos);
    } else if (status === 0xf0 || status === 0xf7) {
      reader.part(reader.variable());
    } else if (status >= 0x80 && status < 0xf0) {
      running = status;
      readMessage(reader, status, tick, sounding, notes);
    } else {
      break;
    }
  }
  for (const key of sounding.keys()) {
    end(sounding, key, tick, notes);
  }
}

function readMeta(reader: MidiReader, tick: number, tempos: Tempo[]): void {
  const kind = reader.number(1);
  const data = reader.part(reader.variable());
  if (kind === 0x51 && data.left === 3) {
    tempos.push({ tick, microsecondsPerQuarter: data.number(3) });
  }
}

function readMessage(
  reader: MidiReader,
  status: number,
  tick: number,
  sounding: Map<number, { start: number; velocity: number }[]>,
  notes: TickedNote[],
): void {
  const [kind, channel] = [status & 0xf0, status & 0x0f];
  const first = reader.number(1);
  const second = kind === 0xc0 || kind === 0xd0 ? 0 : reader.number(1);
  const key = channel * 128 + (first & 0x7f);
  if (kind === 0x90 && second > 0) {
    sounding.set(key, [...(sounding.get(key) ?? []), { start: tick, velocity: second }]);
  } else if (kind === 0x80 || kind === 0x90) {
    end(sounding, key, tick, notes);
  }
}

/** Ends all that sounds on a key, as note-seq does. */
function end(
  sounding: Map<number, { start: number; velocity: number }[]>,
  key: number,
  tick: number,
  notes: TickedNote[],
): void {
  for (const { start, velocity } of sounding.get(key) ?? []) {
    notes.push({ channel: Math.floor(key / 128), pitch: key % 128, velocity, start, end: tick });
  }
  sounding.delete(key);
  if (notes.length > MOST_NOTES) {
    throw new NotMidi("the file has too many notes");
  }
}

function timed(notes: readonly TickedNote[], tempos: readonly Tempo[], ticksPerQuarter: number): FileNote[] {
  const seconds = clockOf(tempos, ticksPerQuarter);
  return notes
    .toSorted((one, other) => one.start - other.start)
    .map(({ channel, pitch, velocity, start, end }) => ({
      isDrum: channel === DRUM_CHANNEL,
      pitch,
      velocity,
      startSeconds: seconds(start),
      endSeconds: seconds(end),
    }));
}

/** Seconds by ticks, each tempo from where it stands. */
function clockOf(tempos: readonly Tempo[], ticksPerQuarter: number): (tick: number) => number {
  const marks = [{ tick: 0, seconds: 0, perTick: DEFAULT_MICROSECONDS / MICROSECONDS / ticksPerQuarter }];
  for (const { tick, microsecondsPerQuarter } of tempos.toSorted((one, other) => one.tick - other.tick)) {
    const last = marks[marks.length - 1] as (typeof marks)[number];
    const seconds = last.seconds + (tick - last.tick) * last.perTick;
    marks.push({ tick, seconds, perTick: microsecondsPerQuarter / MICROSECONDS / ticksPerQuarter });
  }
  return (tick) => {
    const mark = marks.findLast((one) => one.tick <= tick) as (typeof marks)[number];
    return mark.seconds + (tick - mark.tick) * mark.perTick;
  };
}
