"""A queue that takes no more, in the words of the admin."""

from __future__ import annotations

from typing import Final

from web.jobs.services.send import QueueUnavailableError
from web.jobs.services.submit import QueueFullError

BUSY: Final = (QueueFullError, QueueUnavailableError)
BUSY_SENTENCE: Final = "The queue takes no more pieces just now; try again soon."
