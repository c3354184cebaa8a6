"""What an operator may do to jobs, each with what is asked before and said after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from redis.exceptions import RedisError

from web.jobs.models import Job
from web.jobs.services.cancel import cancel
from web.jobs.services.erase import erase
from web.jobs.services.retry import retry
from web.jobs.services.send import QueueUnavailableError
from web.operate.log import log
from worker.contract.job_spec import UnknownMessageVersion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest

_REFUSALS: Final = (RedisError, QueueUnavailableError, UnknownMessageVersion)


@dataclass(frozen=True, slots=True)
class Operation:
    """One of them.

    Attributes:
        run: Does it; a job that it returns is told of.
        question: Asked before it is done to a single job.
        done: Said of each job in the history.
    """

    run: Callable[[Job], Job | None]
    title: str
    question: str
    done: str

    @property
    def dialog(self) -> dict[str, Any]:
        """As unfold has it."""
        return {"title": self.title, "description": self.question, "form_submit_text": "Yes"}


CANCEL: Final = Operation(cancel, "Cancel this job?", "It ends as soon as its worker looks.", "Cancelled.")
RETRY: Final = Operation(
    retry,
    "Make this piece once more?",
    "The same seed and models, as a new job of the same listener.",
    "Made once more.",
)
ERASE: Final = Operation(
    erase,
    "Erase this job?",
    "The piece, its files and its ratings are gone for good.",
    "Erased with all that was kept.",
)


def operate(operation: Operation, request: HttpRequest, jobs: Iterable[Job]) -> None:
    """Does it to each job, writes it into the history and tells the operator; what fails leaves the rest to be done."""
    done, refused = 0, ""
    for job in jobs:
        key = str(job.pk)
        try:
            made = operation.run(job)
        except _REFUSALS as error:
            refused = str(error)
            continue
        done += 1
        log(request, Job, key, f"{operation.done} New job: {made.pk}." if made else operation.done, key)
    if refused:
        messages.error(request, f"Not all could be done: {refused}")
    messages.success(request, f"{operation.done.rstrip('.')}: {done}.")
