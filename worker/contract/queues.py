"""Queue, task and Redis key names, and the broker options that web and worker must share."""

from __future__ import annotations

from typing import Any, Final

GENERATE_QUEUE: Final = "generate"
RENDER_QUEUE: Final = "render"
INSPECT_QUEUE: Final = "inspect"
GENERATE_TASK: Final = "cadenza.generate"
RENDER_TASK: Final = "cadenza.render"
INSPECT_TASK: Final = "cadenza.inspect"

# The state changes of all jobs, which ingest reads as a consumer group.
CHANGES_STREAM: Final = "cadenza:changes"
INGEST_GROUP: Final = "ingest"

# When the last pieces were first heard: a job's id and the second, the newest first.
FIRST_SOUNDS: Final = "cadenza:first-sounds"

# The sums of what workers have done.
TOTALS: Final = "cadenza:totals"

# Where kombu keeps since when each message is out; workers renew it (`worker.leases`).
UNACKED_INDEX: Final = "unacked_index"

# Celery takes the shortest visibility timeout of all apps on a broker, so both sides must set the same.
BROKER_TRANSPORT_OPTIONS: Final[dict[str, Any]] = {
    "visibility_timeout": 10,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    # A worker that dies while it looks for lost messages keeps all others from it for so long.
    "unacked_mutex_expire": 5,
}


def render_task_id(job_id: str, attempt: int, name: str) -> str:
    """The id of the message that has file `name` rendered; a generation's message has the job's own id."""
    return f"{job_id}:render:{attempt}:{name}"


def journal_key(job_id: str) -> str:
    """The stream of one job's events."""
    return f"cadenza:job:{job_id}:journal"


def changed_channel(job_id: str) -> str:
    """Where each new journal entry is published as JSON, and an empty message when the job's row has changed."""
    return f"cadenza:job:{job_id}:changed"


def lease_key(job_id: str) -> str:
    """Names the worker that works on the job, for as long as it says so."""
    return f"cadenza:job:{job_id}:lease"


def attempts_key(job_id: str) -> str:
    """The counter of how often workers began the job."""
    return f"cadenza:job:{job_id}:attempts"


def handed_back_key(job_id: str) -> str:
    """The counter of how often workers that ended gave the job back unharmed."""
    return f"cadenza:job:{job_id}:handed-back"


def renderings_key(job_id: str, name: str) -> str:
    """The counter of how often workers began to render the job's audio as file `name`."""
    return f"cadenza:job:{job_id}:renderings:{name}"


def live_audio_key(job_id: str) -> str:
    """The job's MP3 as far as it is made, for as long as it is not long complete."""
    return f"cadenza:job:{job_id}:audio"


def live_audio_end_key(job_id: str) -> str:
    """How the MP3 ended: its length in bytes, or that it was broken off."""
    return f"cadenza:job:{job_id}:audio:end"


def listener_key(job_id: str) -> str:
    """Set when somebody listens to the job's audio."""
    return f"cadenza:job:{job_id}:listener"


def live_audio_channel(job_id: str) -> str:
    """Where an empty message is published when there is more of the MP3, or it has ended."""
    return f"cadenza:job:{job_id}:audio:more"


def audio_asked_key(job_id: str, name: str) -> str:
    """Set for a while when somebody has asked for the audio of a complete piece as file `name`."""
    return f"cadenza:job:{job_id}:asked:{name}"


def report_key(upload_id: str) -> str:
    """How the inspection of an uploaded network stands, as JSON."""
    return f"cadenza:upload:{upload_id}:report"


def inspections_key(upload_id: str) -> str:
    """The counter of how often workers began to inspect an uploaded network."""
    return f"cadenza:upload:{upload_id}:inspections"


def cancel_key(job_id: str) -> str:
    """Set when the job is to stop."""
    return f"cadenza:job:{job_id}:cancel"


def workers_key(queue: str) -> str:
    """The workers of a queue, each with the second of its last heartbeat."""
    return f"cadenza:workers:{queue}"


def slots_key(queue: str) -> str:
    """How many jobs each worker of a queue takes at once."""
    return f"cadenza:slots:{queue}"


def gauges_key(worker: str) -> str:
    """What the worker holds just now, for as long as it says so."""
    return f"cadenza:worker:{worker}:gauges"


def drained_key(worker: str) -> str:
    """Set while the operator wants the worker to take no jobs."""
    return f"cadenza:drained:{worker}"
