import type { AudioStatus, Job, JobFailure, JobStatus } from "./job";
import type { ScoreBegun } from "./score";

/** What a job's events say of it, and the job as it is by then. The notes are told in `score.ts`. */

export interface StatusNews {
  readonly status: JobStatus;
  readonly error: JobFailure | null;
}

export interface ProgressNews {
  readonly music_seconds: number;
  readonly fraction: number;
}

export interface FileNews {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
}

export interface AudioNews {
  readonly status: AudioStatus;
}

/** A run begins without progress, also where it follows one that was lost. */
export function withStatus(job: Job, { status, error }: StatusNews): Job {
  return { ...job, status, error, progress: status === "running" ? null : job.progress };
}

export function withProgress(job: Job, progress: ProgressNews): Job {
  return { ...job, progress };
}

export function withScore(job: Job, { parts }: ScoreBegun): Job {
  return { ...job, parts: parts.map((part, place) => ({ ...part, href: `${job.links.self}/parts/${place}.mid` })) };
}

export function withFile(job: Job, { name, type, bytes }: FileNews): Job {
  const others = job.files.filter((file) => file.name !== name);
  return { ...job, files: [...others, { name, type, bytes, href: `${job.links.self}/files/${name}` }] };
}

export function withAudio(job: Job, { status }: AudioNews): Job {
  return { ...job, audio: { status } };
}
