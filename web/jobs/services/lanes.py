"""Which queue a piece waits in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from worker.contract.lanes import Lane, generation_queue, generation_queues

if TYPE_CHECKING:
    from web.catalogue.services.request import JobRequest
    from web.catalogue.services.resolved import Resolved


def queue_for(request: JobRequest, resolved: Resolved, pieces: int) -> str:
    """The queue of one of so many pieces of a request."""
    return generation_queue(_lane(request, pieces), _group({part.model for part in resolved.parts}))


def all_generation_queues() -> tuple[str, ...]:
    return generation_queues(settings.MODEL_GROUPS)


def _lane(request: JobRequest, pieces: int) -> Lane:
    if request.priority == Lane.BATCH:
        return Lane.BATCH
    return Lane.VARIATIONS if pieces > 1 else Lane.INTERACTIVE


def _group(models: set[str]) -> str:
    """The one that holds all of the piece's models; none where there is no such."""
    return next((name for name, held in settings.MODEL_GROUPS.items() if models <= held), "")
