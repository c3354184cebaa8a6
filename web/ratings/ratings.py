"""Gives, finds and takes back ratings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.ratings.models import Rating

if TYPE_CHECKING:
    from web.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Opinion:
    """Stars, 1-5, and a comment, which may be empty."""

    stars: int
    comment: str


def rate(job: Job, client: str, opinion: Opinion) -> Rating:
    """The client's rating, in place of what it was before."""
    values = {"stars": opinion.stars, "comment": opinion.comment}
    rating, _ = Rating.objects.update_or_create(job=job, client=client, defaults=values)
    return rating


def rating_of(job: Job, client: str | None) -> Rating | None:
    return Rating.objects.filter(job=job, client=client).first() if client else None


def take_back(job: Job, client: str | None) -> None:
    """None there is no error."""
    if client:
        Rating.objects.filter(job=job, client=client).delete()
