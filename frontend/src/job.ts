/** The API's job and what is asked of it, as `/api/v1/jobs` speaks them. */

import type { ScorePart } from "./score";

export type JobStatus = "queued" | "running" | "succeeded" | "failed" | "canceled" | "expired";

/** `on_request`: nobody has asked for the sound yet, and it is made for whoever does. */
export type AudioStatus = "pending" | "on_request" | "ready" | "failed";

export interface JobRequest {
  readonly style: string;
  readonly type: string;
  readonly length_seconds: number;
  readonly temperature?: number;
  readonly start_pitch?: number;
  readonly seed?: number;
  readonly qpm?: number;
  readonly key?: string;
  readonly scale?: string;
  readonly groove?: string;
  readonly top_p?: number;
  readonly density?: number;
  readonly chords?: string;
  readonly primer_notes?: readonly (readonly number[])[];
  readonly primer_midi?: string;
}

export interface ResultFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly href: string;
}

export interface JobFailure {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
}

/** Who plays in which bars, from the first on; a bar has four quarters. */
export interface Plan {
  readonly sections: readonly { readonly name: string; readonly bars: number }[];
}

/** What is done; sent as a request it gives the same piece again. */
export interface Resolved {
  readonly style: string;
  readonly type: string;
  readonly length_seconds: number;
  readonly seed: number;
  readonly qpm?: number;
  /** The piece that it goes on from, which is not in it. */
  readonly parent?: string | null;
  readonly parts?: readonly (ScorePart & { readonly primer?: unknown })[];
  readonly groove?: string | null;
  /** None of a type that breaks off where its time is over. */
  readonly plan?: Plan | null;
}

export interface Job {
  readonly id: string;
  readonly status: JobStatus;
  readonly request: JobRequest;
  readonly resolved: Resolved;
  readonly progress: { readonly music_seconds: number; readonly fraction: number } | null;
  readonly error: JobFailure | null;
  readonly audio: { readonly status: AudioStatus };
  readonly files: readonly ResultFile[];
  /** The tracks of its MIDI file; their addresses lead nowhere before that one is there. */
  readonly parts: readonly (ScorePart & { readonly href: string })[];
  readonly queue?: { readonly position: number | null; readonly eta_seconds: number | null };
  /** All pieces of one request for several; the first is told of them with its own answer. */
  readonly variations?: readonly { readonly id: string; readonly href: string }[] | null;
  readonly links: {
    readonly self: string;
    readonly events: string;
    readonly audio: string;
    readonly cancel: string;
    readonly share: string;
    readonly rating: string;
  };
}

export function isComposed(job: Job): boolean {
  return job.status === "succeeded";
}

/** Nothing about the job will change any more, its audio included. */
export function isSettled(job: Job): boolean {
  return isComposed(job) ? job.audio.status !== "pending" : job.status !== "queued" && job.status !== "running";
}

export function resultFile(job: Job, name: string): ResultFile | undefined {
  return job.files.find((file) => file.name === name);
}
