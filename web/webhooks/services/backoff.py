"""When a delivery that failed is tried again."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

TRIES: Final = 8
FIRST_PAUSE_SECONDS: Final = 45
FACTOR: Final = 4.0
SPREAD: Final = 0.25
LONGEST_ASKED_PAUSE_SECONDS: Final = 24 * 3600.0


def pause_seconds(attempts: int, draw: float) -> float:
    """How long to wait after so many attempts: 45 s, 3 min, 12 min … 51 h, about three days in all.

    Args:
        attempts: From 1.
        draw: From 0 to 1, by chance; adds up to a quarter, so that what failed together does not come back together.
    """
    return FIRST_PAUSE_SECONDS * FACTOR ** (attempts - 1) * (1 + SPREAD * draw)


def asked_pause_seconds(retry_after: str | None, now: datetime) -> float:
    """What `Retry-After` asks for (RFC 9110, 10.2.3: seconds or a date), a day at most; 0 where it says nothing."""
    if retry_after is None:
        return 0.0
    if re.fullmatch(r"[0-9]{1,9}", retry_after):
        return min(float(retry_after), LONGEST_ASKED_PAUSE_SECONDS)
    with suppress(ValueError):
        until = parsedate_to_datetime(retry_after)
        # A date in -0000 comes back without a zone.
        left = (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds()
        return min(max(left, 0.0), LONGEST_ASKED_PAUSE_SECONDS)
    return 0.0
