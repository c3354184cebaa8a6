/** The bytes of an address; `tell` hears which part of them is there, from 0 to 1.
 *
 * @throws {Error} There was no answer, or another one than the file.
 */
export async function download(address: string, tell: (fraction: number) => void = () => {}): Promise<ArrayBuffer> {
  const response = await fetch(address);
  if (!response.ok || !response.body) {
    throw new Error(`${address} was answered with ${response.status}`);
  }
  const whole = Number(response.headers.get("Content-Length"));
  let done = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(bytes, next) {
        done += bytes.length;
        tell(whole > 0 ? Math.min(1, done / whole) : 0);
        next.enqueue(bytes);
      },
    }),
  );
  return new Response(counted).arrayBuffer();
}
