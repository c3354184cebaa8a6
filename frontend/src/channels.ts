import type { ScorePart } from "./score";

const DRUM_CHANNEL = 9;
const CHANNELS = 16;
const HEADER_BYTES = 14;
const CHUNK_HEAD_BYTES = 8;

/** The channel that each part of a separated piece has, from 0 on: sixteen of every port. */
export function channelsOf(parts: readonly ScorePart[]): number[] {
  let [drums, others] = [0, 0];
  return parts.map(({ is_drum }) => (is_drum ? CHANNELS * drums++ + DRUM_CHANNEL : pitchedChannel(others++)));
}

/** Gives each part of a `piece.mid` a channel of its own.
 *
 * Its drums share one (`worker/encodings/midi.py`): every further part of drums is sent to a port of its own. All parts
 * say theirs, for who says none might be given any. The first track is the tempo's, and then each part has one.
 */
export function separated(midi: ArrayBuffer, parts: readonly ScorePart[]): ArrayBuffer {
  const ports = channelsOf(parts).map((channel) => Math.floor(channel / CHANNELS));
  const pieces = [new Uint8Array(midi, 0, HEADER_BYTES)];
  for (const [place, chunk] of [...chunksOf(midi)].entries()) {
    const port = ports[place - 1];
    pieces.push(...(port === undefined ? [chunk] : toPort(chunk, port)));
  }
  return joined(pieces);
}

function pitchedChannel(place: number): number {
  const channel = place % (CHANNELS - 1);
  return channel < DRUM_CHANNEL ? channel : channel + 1;
}

function* chunksOf(midi: ArrayBuffer): Generator<Uint8Array<ArrayBuffer>> {
  const view = new DataView(midi);
  for (let place = HEADER_BYTES; place + CHUNK_HEAD_BYTES <= midi.byteLength; ) {
    const length = CHUNK_HEAD_BYTES + view.getUint32(place + 4);
    yield new Uint8Array(midi, place, length);
    place += length;
  }
}

/** The port's number, as a meta event, stands before all else in a track. */
function toPort(chunk: Uint8Array<ArrayBuffer>, port: number): Uint8Array<ArrayBuffer>[] {
  const event = Uint8Array.of(0, 0xff, 0x21, 1, port);
  const head = chunk.slice(0, CHUNK_HEAD_BYTES);
  new DataView(head.buffer).setUint32(4, chunk.length - CHUNK_HEAD_BYTES + event.length);
  return [head, event, chunk.subarray(CHUNK_HEAD_BYTES)];
}

function joined(pieces: readonly Uint8Array[]): ArrayBuffer {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let place = 0;
  for (const piece of pieces) {
    whole.set(piece, place);
    place += piece.length;
  }
  return whole.buffer;
}
