"""The closed list of reasons for which a job or its audio ends `failed`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self


class ErrorCode(StrEnum):
    MODEL_UNAVAILABLE = "model_unavailable"
    INVALID_PRIMER = "invalid_primer"
    PRIMER_TOO_LONG = "primer_too_long"
    TIMEOUT = "timeout"
    WORKER_LOST = "worker_lost"
    OUT_OF_MEMORY = "out_of_memory"
    RENDER_FAILED = "render_failed"
    STORE_UNAVAILABLE = "store_unavailable"
    INTERNAL = "internal"


# What may succeed when the same job is sent again.
RETRYABLE = frozenset(
    {
        ErrorCode.TIMEOUT,
        ErrorCode.WORKER_LOST,
        ErrorCode.OUT_OF_MEMORY,
        ErrorCode.STORE_UNAVAILABLE,
        ErrorCode.INTERNAL,
    }
)


@dataclass(frozen=True, slots=True)
class JobError:
    """Why a job failed, in words for the person who asked for it."""

    code: ErrorCode
    message: str

    @property
    def retryable(self) -> bool:
        return self.code in RETRYABLE

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code.value, "message": self.message, "retryable": self.retryable}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(ErrorCode(data["code"]), data["message"])
