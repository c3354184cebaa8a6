"""What web and workers write to their logs: lines for people, or JSON for machines; each says which job it is about."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from pythonjsonlogger.json import JsonFormatter

from worker.contract.queues import GENERATE_TASK, RENDER_TASK

# Celery's lines hold whole messages and Django's whole requests: nothing else than this is written.
FIELDS: Final = ("time", "level", "logger", "message", "job_id", "attempt", "worker", "exception", "stack")
_RENAMED: Final = {"levelname": "level", "name": "logger", "exc_info": "exception", "stack_info": "stack"}


class LogFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Concern:
    """What the lines of a thread are about: a job and the number of its run, as far as they are known."""

    job_id: str = ""
    attempt: int = 0

    def __str__(self) -> str:
        run = f" run {self.attempt}" if self.attempt else ""
        return f" [{self.job_id}{run}]" if self.job_id else ""


_NOTHING: Final = Concern()
_concern: Final[ContextVar[Concern]] = ContextVar("concern", default=_NOTHING)


@contextmanager
def about(job_id: str = "", attempt: int = 0) -> Iterator[None]:
    """Lines within are about that job, or about none."""
    token = _concern.set(Concern(job_id, attempt))
    try:
        yield
    finally:
        _concern.reset(token)


def note(**known: Any) -> None:
    """More is known of what the lines of the innermost `about` concern."""
    _concern.set(replace(_concern.get(), **known))


class Concerned(logging.Filter):
    """Writes on each record which job it is about, and which worker says so.

    Attributes:
        worker: Its name; empty elsewhere.
    """

    worker = ""

    def filter(self, record: logging.LogRecord) -> bool:
        concern = _concern.get()
        if not concern.job_id:
            concern = Concern(_job_of_message(record))
        record.concern = concern
        record.job_id, record.attempt, record.worker = concern.job_id, concern.attempt, self.worker
        return True


class TextLines(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s%(concern)s: %(message)s")


class JsonLines(JsonFormatter):
    def __init__(self) -> None:
        super().__init__(
            ["levelname", "name", "message"], rename_fields=_RENAMED, timestamp="time", json_ensure_ascii=False
        )

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Without what is empty."""
        return {name: log_data[name] for name in FIELDS if log_data.get(name)}


FORMATTERS: Final[dict[LogFormat, type[logging.Formatter]]] = {LogFormat.TEXT: TextLines, LogFormat.JSON: JsonLines}


def _job_of_message(record: logging.LogRecord) -> str:
    """Celery says of messages what it does with them, outside of what is done; ids begin with the job's."""
    data = getattr(record, "data", None)
    if not isinstance(data, dict) or data.get("name") not in {GENERATE_TASK, RENDER_TASK}:
        return ""
    return str(data["id"]).partition(":")[0]
