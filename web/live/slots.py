"""How many streams may be open at once, in all and for one client."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from web.api.problems import Problem
from web.live.answer import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

RETRY_SECONDS: Final = 10


@dataclass(slots=True)
class Slots:
    """Counts one process's streams.

    Attributes:
        limit: Streams in all.
        limit_per_client: Streams of one address.
    """

    limit: int
    limit_per_client: int
    _taken: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def taken(self, address: str) -> Iterator[None]:
        """One more within the block.

        Raises:
            Refused: There are as many as may be.
        """
        self._check(address)
        self._taken[address] += 1
        try:
            yield
        finally:
            self._taken[address] -= 1
            if not self._taken[address]:
                del self._taken[address]

    def _check(self, address: str) -> None:
        if self._taken[address] >= self.limit_per_client:
            detail = f"{self.limit_per_client} streams are open for you, which is the most; close one, or poll."
            raise Refused(Problem(429, "too_many_streams", detail, retry_after_seconds=RETRY_SECONDS))
        if self._taken.total() >= self.limit:
            detail = f"{self.limit} streams are open, which is the most; poll instead, or try again soon."
            raise Refused(Problem(503, "streams_full", detail, retry_after_seconds=RETRY_SECONDS))
