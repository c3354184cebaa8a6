import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { follow } from "../src/follow";
import type { Job } from "../src/job";
import { aJob } from "./builders";

/** The browser's, whose events a test makes. */
class FakeEventSource extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly CLOSED = 2;
  static latest: FakeEventSource;
  readyState = 1;

  constructor(readonly url: string) {
    super();
    FakeEventSource.latest = this;
  }

  tell(kind: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }));
  }

  fail(readyState: number): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event("error"));
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }
}

const told: string[] = [];
const jobs: Job[] = [];

const LEAD = { role: "lead", program: 30, is_drum: false };
const CHORDS = { role: "chords", program: 0, is_drum: false };

const FOLLOWER = {
  onChange: (job: Job) => {
    jobs.push(job);
  },
  onInterruption: () => told.push("interrupted"),
  onScore: () => told.push("score"),
  onNotes: () => told.push("notes"),
  onNotesLost: () => told.push("notes lost"),
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", FakeEventSource);
  told.length = jobs.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function followed(): { source: FakeEventSource; end: Promise<Job> } {
  const end = follow(aJob(), FOLLOWER);
  return { source: FakeEventSource.latest, end };
}

test("events alone tell a job from its beginning to its end", async () => {
  const { source, end } = followed();
  expect(source.url).toBe(aJob().links.events);
  source.tell("status", { status: "running", error: null });
  source.tell("score", { qpm: 120, length_seconds: 30, parts: [LEAD, CHORDS] });
  source.tell("notes", { first: 0, until_seconds: 1, notes: [], begun: [] });
  source.tell("progress", { events: 9, music_seconds: 3, fraction: 0.1 });
  source.tell("file", { name: "piece.mid", type: "audio/midi", bytes: 1, sha256: "" });
  source.tell("status", { status: "succeeded", error: null });
  source.tell("audio", { status: "ready", error: null });
  source.tell("done", { status: "succeeded" });

  expect(await end).toMatchObject({
    status: "succeeded",
    audio: { status: "ready" },
    progress: { fraction: 0.1 },
    files: [{ name: "piece.mid", href: "/api/v1/jobs/6f1c/files/piece.mid" }],
    parts: [
      { role: "lead", href: "/api/v1/jobs/6f1c/parts/0.mid" },
      { role: "chords", href: "/api/v1/jobs/6f1c/parts/1.mid" },
    ],
  });
  expect(told).toEqual(["score", "notes"]);
  expect(source.readyState).toBe(FakeEventSource.CLOSED);
});

test("a job that failed says why", async () => {
  const { source, end } = followed();
  const error = { code: "worker_lost", message: "A worker was lost.", retryable: true };
  source.tell("status", { status: "failed", error });
  source.tell("done", { status: "failed" });
  expect(await end).toMatchObject({ status: "failed", error });
});

test("where the notes that came before are gone, the job is told whole and they are forgotten", async () => {
  const { source, end } = followed();
  source.tell("reset", aJob({ status: "succeeded", audio: { status: "on_request" } }));
  source.tell("done", { status: "succeeded" });
  expect((await end).audio.status).toBe("on_request");
  expect(told).toEqual(["notes lost"]);
});

test("an interruption is told of, and gives way to how the job stands", () => {
  const { source } = followed();
  source.tell("status", { status: "running", error: null });
  source.fail(FakeEventSource.CONNECTING);
  source.dispatchEvent(new Event("open"));
  expect(told).toEqual(["interrupted"]);
  expect(jobs.map((job) => job.status)).toEqual(["running", "running"]);
});

test.each([
  ["refused", FakeEventSource.CLOSED, 1],
  ["lost for long", FakeEventSource.CONNECTING, 10],
])("a stream that is %s leaves polls to follow the job", async (_, readyState, failures) => {
  vi.stubGlobal("fetch", async () => Response.json(aJob({ status: "canceled" })));
  const { source, end } = followed();
  for (let failure = 0; failure < failures; failure += 1) {
    source.fail(readyState);
  }
  await vi.runAllTimersAsync();
  expect((await end).status).toBe("canceled");
});
