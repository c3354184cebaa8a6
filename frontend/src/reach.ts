/** Whether an audio element can go to a position by itself; of a stream, which has no end, only to what it has loaded. */
export function reaches({ duration, seekable, buffered }: HTMLMediaElement, seconds: number): boolean {
  const ranges = Number.isFinite(duration) ? seekable : buffered;
  return Array.from({ length: ranges.length }).some(
    (_, place) => ranges.start(place) <= seconds && seconds < ranges.end(place),
  );
}
