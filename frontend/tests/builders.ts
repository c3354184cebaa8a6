import wordsSource from "../../web/pages/words.py?raw";
import type { Job } from "../src/job";
import { Words } from "../src/words";

export function aJob(changes: Partial<Job> = {}): Job {
  return {
    id: "6f1c",
    status: "queued",
    request: { style: "piano", type: "performance", length_seconds: 30 },
    resolved: { style: "piano", type: "performance", length_seconds: 30, seed: 7 },
    progress: null,
    error: null,
    audio: { status: "pending" },
    files: [],
    parts: [],
    links: {
      self: "/api/v1/jobs/6f1c",
      events: "/api/v1/jobs/6f1c/events",
      audio: "/api/v1/jobs/6f1c/audio.mp3",
      cancel: "/api/v1/jobs/6f1c/cancel",
      share: "/p/8a2d",
      rating: "/api/v1/jobs/6f1c/rating",
    },
    ...changes,
  };
}

/** The words that the server really writes into the page, read from where they are kept. */
export function pageWords(): Words {
  const entries = [...wordsSource.matchAll(/"(\w+)": _\(\s*"(.*)"\s*\)/g)].map((match) => [match[1], match[2]]);
  return Words.from(Object.fromEntries(entries));
}
