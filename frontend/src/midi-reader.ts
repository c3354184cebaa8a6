/** Big-endian bytes from front to back; behind the end there are zeros, and none are left. */
export class MidiReader {
  private place = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get left(): number {
    return this.bytes.length - this.place;
  }

  peek(): number {
    return this.bytes[this.place] ?? 0;
  }

  number(count: number): number {
    let value = 0;
    for (let read = 0; read < count; read += 1) {
      value = value * 256 + this.peek();
      this.place = Math.min(this.place + 1, this.bytes.length);
    }
    return value;
  }

  /** Of at most four bytes. */
  variable(): number {
    let value = 0;
    for (let read = 0; read < 4; read += 1) {
      const byte = this.number(1);
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) {
        break;
      }
    }
    return value;
  }

  text(count: number): string {
    return String.fromCharCode(...this.part(count).bytes);
  }

  /** So many bytes as a reader of their own, or as many as there are. */
  part(count: number): MidiReader {
    const from = this.place;
    this.place = Math.min(from + count, this.bytes.length);
    return new MidiReader(this.bytes.subarray(from, this.place));
  }
}
