"""What is offered to listeners, and what is made of it before it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.catalogue.models import Style, Type
from web.catalogue.services.playable import reasons_against, why_not
from web.catalogue.services.request import JobRequest
from web.catalogue.services.resolve import resolve_type
from web.jobs.services.load import Asker, load_for
from web.jobs.services.submit import submit

if TYPE_CHECKING:
    from web.jobs.models import Job


class NotPlayableError(Exception):
    """It cannot be played as it is; the message says why, in sentences."""


def publish(row: Style | Type) -> None:
    """Has listeners offered it from now on, a type as far as its style is.

    Raises:
        NotPlayableError: See there.
    """
    _check(reasons_against(row))
    row.is_enabled = True
    row.save(update_fields=["is_enabled"])


def withdraw(row: Style | Type) -> None:
    """Has nobody offered it any more; pieces under way are finished."""
    row.is_enabled = False
    row.save(update_fields=["is_enabled"])


def order_preview(type_: Type) -> Job:
    """Has one piece of the type made, published or not: a job of nobody, which no list, limit or trial counts.

    Raises:
        NotPlayableError: See there.
        RequestRefusedError: It has just stopped to be playable.
        QueueFullError, QueueUnavailableError: As `submit` does.
    """
    _check(why_not(type_))
    resolved = resolve_type(type_)
    (job,) = submit(JobRequest(as_sent=resolved.to_json()), (resolved,), Asker(), load_for(Asker()))
    Type.objects.filter(pk=type_.pk).update(preview=job)
    return job


def _check(reasons: tuple[str, ...]) -> None:
    if reasons:
        raise NotPlayableError(" ".join(reasons))
