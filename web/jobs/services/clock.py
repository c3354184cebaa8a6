"""The time by which jobs expire: it goes on evenly, even where the machine's clock is set while it does."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

logger = logging.getLogger(__name__)

JUMP: Final = timedelta(minutes=1)


class SteadyClock:
    """Begins at the machine's time and counts on from there by its monotonic clock.

    A machine whose clock is set by an hour would else find every job an hour older. Until the process is started again
    it keeps to the time that it began with; jobs made by the new time then expire as much earlier or later.
    """

    def __init__(self) -> None:
        self._began_at = timezone.now()
        self._began_seconds = time.monotonic()
        self._is_apart = False

    def now(self) -> datetime:
        steady = self._began_at + timedelta(seconds=time.monotonic() - self._began_seconds)
        apart = timezone.now() - steady
        if (abs(apart) > JUMP) is not self._is_apart:
            self._is_apart = not self._is_apart
            logger.warning("the machine's clock was set by %s; jobs expire by the time before", apart)
        return steady
