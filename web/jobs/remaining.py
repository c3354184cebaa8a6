"""How long a job under way has still to go, as far as anybody can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

# What is less says nothing yet.
LEAST_FRACTION: Final = 0.001


def remaining_seconds(began_at: datetime, news_unix_seconds: float, fraction: float) -> int | None:
    """From the news that `fraction` of the job is done, 0-1, to its end; None before there is any.

    As of the news and not of now, so that it changes when there is other news and not with every look; and from the
    millisecond at which it began, which is all that those know who have it from the API.
    """
    if fraction < LEAST_FRACTION:
        return None
    began = began_at.replace(microsecond=began_at.microsecond // 1000 * 1000).timestamp()
    return max(0, round((news_unix_seconds - began) * (1 - fraction) / fraction))
