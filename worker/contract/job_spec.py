"""What a message to the generation queue carries: a request with nothing left to look up or to decide."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Self

from worker.contract.part_spec import PartSpec

MESSAGE_VERSION = 3


class UnknownMessageVersion(ValueError):
    """The message was written by a newer web than this worker understands."""


@dataclass(frozen=True, slots=True)
class JobSpec:
    """A whole piece. The same spec gives the same bytes of MIDI.

    Attributes:
        job_id: Also the Celery task id and the name of the result folder.
        seed: 0 to 2^31 - 1.
        time_limit_seconds: A run that takes longer ends the job `failed` with `timeout`.
    """

    job_id: str
    style: str
    type: str
    length_seconds: float
    qpm: float
    seed: int
    time_limit_seconds: float
    parts: tuple[PartSpec, ...]

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
        return cls(**{**fields, "parts": tuple(PartSpec.from_json(part) for part in fields["parts"])})
