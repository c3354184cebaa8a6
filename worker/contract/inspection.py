"""What web and worker tell each other of a network that somebody uploaded: what is to be inspected, what was found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final, Self, cast

from redis import Redis

from worker.contract.queues import report_key

# Web reads a report within seconds; what it has not read after a day nobody asks for.
REPORT_TTL_SECONDS: Final = 24 * 3600


class UploadStatus(StrEnum):
    UPLOADED = "uploaded"
    INSPECTING = "inspecting"
    INSPECTED = "inspected"
    REJECTED = "rejected"

    @property
    def is_final(self) -> bool:
        return self in (UploadStatus.INSPECTED, UploadStatus.REJECTED)


# The one place that knows which state may follow which.
PREDECESSORS: Final[dict[UploadStatus, frozenset[UploadStatus]]] = {
    UploadStatus.UPLOADED: frozenset(),
    UploadStatus.INSPECTING: frozenset({UploadStatus.UPLOADED}),
    UploadStatus.INSPECTED: frozenset({UploadStatus.UPLOADED, UploadStatus.INSPECTING}),
    UploadStatus.REJECTED: frozenset({UploadStatus.UPLOADED, UploadStatus.INSPECTING}),
}


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a worker found in a network.

    Attributes:
        config: Magenta's config id, which fixes the encoding.
        description: What the file says of itself.
        layers: Units of each LSTM layer.
        attention_length: How many outputs attention looks back on; 0 without attention.
        parameters: Numbers that were learnt.
        bytes: Of the bundle that was written of it.
        sha256: Of the same.
        sample_notes: Of the sample piece.
        events_per_second: How fast the sample was composed, alone.
        held_out: The set of held-out music; empty where none was asked for, or the network cannot read it.
        held_out_events: Of that set.
        nats_per_event: How surprised the network was by them; the less the better.
        remarks: What could not be done, in words.
    """

    config: str
    description: str
    layers: tuple[int, ...]
    attention_length: int
    parameters: int
    bytes: int
    sha256: str
    sample_notes: int
    events_per_second: float
    held_out: str = ""
    held_out_events: int = 0
    nats_per_event: float = 0.0
    remarks: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**{**data, "layers": tuple(data["layers"]), "remarks": tuple(data["remarks"])})


@dataclass(frozen=True, slots=True)
class Report:
    """How an inspection stands.

    Attributes:
        reason: Why the file was rejected, to whoever uploaded it.
        found: What was found in it, once it is inspected.
    """

    status: UploadStatus
    reason: str = ""
    found: Inspection | None = None

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads a report.

        Raises:
            ValueError: It is none.
        """
        try:
            data = json.loads(text)
            found = data["found"] and Inspection.from_json(data["found"])
            return cls(UploadStatus(data["status"]), data["reason"], found)
        except (KeyError, TypeError) as error:
            raise ValueError(f"no report: {text[:200]!r}") from error


def write_report(redis: Redis, upload_id: str, report: Report) -> None:
    redis.set(report_key(upload_id), report.to_json(), ex=REPORT_TTL_SECONDS)


def read_reports(redis: Redis, upload_ids: Sequence[str]) -> dict[str, Report]:
    """What workers say of those uploads; nothing of one that none has begun."""
    texts = redis.mget([report_key(upload_id) for upload_id in upload_ids]) if upload_ids else []
    # Clients of Cadenza decode replies, which their types do not know.
    told = zip(upload_ids, cast("list[str | None]", texts), strict=True)
    return {upload_id: Report.from_json(text) for upload_id, text in told if text is not None}
