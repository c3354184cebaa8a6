"""Queue, task and Redis key names, and the broker options that web and worker must share."""

from __future__ import annotations

from typing import Any, Final

GENERATE_QUEUE: Final = "generate"
RENDER_QUEUE: Final = "render"
GENERATE_TASK: Final = "cadenza.generate"
RENDER_TASK: Final = "cadenza.render"

# The state changes of all jobs, which ingest reads as a consumer group.
CHANGES_STREAM: Final = "cadenza:changes"
INGEST_GROUP: Final = "ingest"

# Where kombu keeps since when each message is out; workers renew it (`worker.leases`).
UNACKED_INDEX: Final = "unacked_index"

# Celery takes the shortest visibility timeout of all apps on a broker, so both sides must set the same.
BROKER_TRANSPORT_OPTIONS: Final[dict[str, Any]] = {
    "visibility_timeout": 12,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
}


def journal_key(job_id: str) -> str:
    """The stream of one job's events."""
    return f"cadenza:job:{job_id}:journal"


def attempts_key(job_id: str) -> str:
    """The counter of how often workers began the job."""
    return f"cadenza:job:{job_id}:attempts"


def handed_back_key(job_id: str) -> str:
    """The counter of how often workers that ended gave the job back unharmed."""
    return f"cadenza:job:{job_id}:handed-back"


def cancel_key(job_id: str) -> str:
    """Set when the job is to stop."""
    return f"cadenza:job:{job_id}:cancel"


def workers_key(queue: str) -> str:
    """The workers of a queue, each with the second of its last heartbeat."""
    return f"cadenza:workers:{queue}"
