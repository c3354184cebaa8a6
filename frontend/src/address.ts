/** The piece that the page follows stands in its address: a reload, or another device, finds it again. */

const NAMED = /^#piece=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function namedPiece(hash: string = location.hash): string | null {
  return NAMED.exec(hash)?.[1] ?? null;
}

export function namePiece(jobId: string): void {
  history.replaceState(history.state, "", `#piece=${jobId}`);
}
