"""What a message to the generation queue carries: a request with nothing left to look up or to decide."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Self

from worker.contract.part_spec import PartSpec
from worker.contract.plan import Plan

MESSAGE_VERSION = 5


class UnknownMessageVersion(ValueError):
    """The message was written by a newer web than this worker understands."""


@dataclass(frozen=True, slots=True)
class JobSpec:
    """A whole piece. The same spec gives the same bytes of MIDI.

    Attributes:
        job_id: Also the Celery task id and the name of the result folder.
        seed: 0 to 2^31 - 1.
        time_limit_seconds: A run that takes longer ends the job `failed` with `timeout`.
        plan: None where every part plays on for itself until the time is up.
    """

    job_id: str
    style: str
    type: str
    length_seconds: float
    qpm: float
    seed: int
    time_limit_seconds: float
    parts: tuple[PartSpec, ...]
    plan: Plan | None = None

    def to_json(self) -> dict[str, Any]:
        return {"message_version": MESSAGE_VERSION, **asdict(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Reads a message.

        Raises:
            UnknownMessageVersion: The message's version is not this worker's.
        """
        fields = dict(data)
        version = fields.pop("message_version", None)
        if version != MESSAGE_VERSION:
            raise UnknownMessageVersion(f"message version {version!r}; this worker reads {MESSAGE_VERSION}")
        parts = tuple(PartSpec.from_json(part) for part in fields["parts"])
        plan = fields.get("plan")
        return cls(**{**fields, "parts": parts, "plan": plan and Plan.from_json(plan)})
