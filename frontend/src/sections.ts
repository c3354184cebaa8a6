import type { Resolved } from "./job";

const QUARTERS_PER_BAR = 4;
const SECONDS_PER_MINUTE = 60;
const FILL = "fill";

/** A section as listeners tell it from others, in seconds from the beginning of the piece. */
export interface Section {
  readonly name: string;
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** How a piece is laid out; a fill belongs to what it leads out of, and the last section ends with the piece. */
export function sectionsOf({
  plan,
  qpm,
  length_seconds,
}: Pick<Resolved, "plan" | "qpm" | "length_seconds">): Section[] {
  const sections: Section[] = [];
  let fromSeconds = 0;
  for (const { name, bars } of (qpm && plan?.sections) || []) {
    const toSeconds = fromSeconds + (bars * QUARTERS_PER_BAR * SECONDS_PER_MINUTE) / (qpm as number);
    const before = name === FILL ? sections.pop() : undefined;
    sections.push(before ? { ...before, toSeconds } : { name, fromSeconds, toSeconds });
    fromSeconds = toSeconds;
  }
  const last = sections.pop();
  return last ? [...sections, { ...last, toSeconds: length_seconds }] : [];
}
