"""The message that a thread of this worker works on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from celery import current_task

from worker.contract import traces
from worker.contract.logs import about


@contextmanager
def message_of(job_id: str, work: str) -> Iterator[None]:
    """What is logged within is of that job, and `work` a span of its trace."""
    with about(job_id), traces.continued(work, current_task.request.headers or {}, job_id=job_id):
        yield
