"""From a request that was read to the jobs it asks for, within what its caller may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.catalogue.services.resolve import resolve
from web.jobs.services.load import load_for
from web.jobs.services.submit import submit
from web.limits.client import client_of
from web.limits.jobs_at_once import check_jobs_at_once
from web.limits.throttle import charge_create
from worker.contract.traces import span

if TYPE_CHECKING:
    from django.http import HttpRequest

    from web.catalogue.services.request import JobRequest
    from web.jobs.models import Job
    from web.jobs.services.idempotency import RequestKey
    from web.jobs.services.load import Asker, Load


def make(
    request: HttpRequest, asked: JobRequest, asker: Asker, key: RequestKey | None = None
) -> tuple[list[Job], Load]:
    """The jobs, handed to the workers, and what was under way before them.

    Raises:
        RequestRefusedError, OSError: As `resolve` does.
        RateLimited, TooManyJobs: The caller has, or has asked for, as much as it may.
        QueueFullError, QueueUnavailableError, IntegrityError: As `submit` does.
    """
    with span("create job"):
        variations = resolve(asked, _listener(request, asked, asker))
        charge_create(request, len(variations))
        load = load_for(asker)
        check_jobs_at_once(load, len(variations))
        return submit(asked, variations, asker, load, key), load


def _listener(request: HttpRequest, asked: JobRequest, asker: Asker) -> str:
    """Who is known by no token is known by the seed that was asked for, which then gives the same piece every time."""
    is_known = client_of(request) is not None
    return asker.client if is_known or asked.seed is None else f"seed {asked.seed}"
