"""How many jobs are under way: in all, and of one who asks for more."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from web.jobs.models import Job
from worker.contract.status import JobStatus


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: `client` is the id of a token, a new one where it brought none; `network` a prefix of addresses."""

    client: str = ""
    network: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """Jobs under way; those of the client and of its network among them."""

    queued: int
    running: int
    of_client: int
    of_network: int


def load_for(asker: Asker) -> Load:
    """Counts in one query.

    Requests that come at the same moment are counted alike, so a few jobs more than a limit may slip in.
    """
    counts = Job.objects.filter(status__in=(JobStatus.QUEUED, JobStatus.RUNNING)).aggregate(
        queued=Count("pk", filter=Q(status=JobStatus.QUEUED)),
        running=Count("pk", filter=Q(status=JobStatus.RUNNING)),
        of_client=Count("pk", filter=Q(client=asker.client)),
        of_network=Count("pk", filter=Q(client_network=asker.network)),
    )
    return Load(**counts)
