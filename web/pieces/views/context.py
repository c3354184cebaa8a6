"""What the templates of one piece ask for, be it one's own or one that was shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from web.jobs.services.standing import standing_of
from web.limits.client import client_of
from web.pages.words import WORDS
from web.pieces.state import state_words
from web.ratings.ratings import rating_of

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest

    from web.jobs.models import Job


# Of all words those that the script of these pages says.
_SAID: Final = ("interrupted", "link_", "piece_", "rating_")


def stand_context(job: Job, composed: str = "") -> dict[str, Any]:
    """How it stands, in words and as a percentage; `composed` as for `state_words`."""
    standing = standing_of(job)
    title, detail = state_words(job, standing, composed)
    percent = round(100 * standing.progress.fraction) if standing.progress else None
    return {"state_title": title, "state_detail": detail, "percent": percent}


def rating_context(request: HttpRequest, job: Job) -> dict[str, Any]:
    """What this browser thinks of it, and what the page's script may say."""
    words = {key: sentence for key, sentence in WORDS.items() if key.startswith(_SAID)}
    return {"rating": rating_of(job, client_of(request)), "words": words}
