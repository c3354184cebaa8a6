"""The entries of a job's journal as they are read, and where in the journal one is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self, cast

from worker.contract.queues import journal_key

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from worker.contract.journal import Entries

PAGE_ENTRIES: Final = 1000
_POSITION: Final = re.compile(r"([1-9][0-9]{0,9})-([0-9]{1,19})")


class PositionLost(Exception):
    """The journal has no entry there any more: it was trimmed, or Redis has lost it."""


class Position(NamedTuple):
    """The id of an entry: which run of the job wrote it, and as its which word, from 0."""

    attempt: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """From `attempt-number`.

        Raises:
            ValueError: It is no id of an entry.
        """
        match = _POSITION.fullmatch(text)
        if match is None:
            raise ValueError(f"not an id of an event: {text[:40]!r}")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.attempt}-{self.number}"

    def is_followed_by(self, other: Position) -> bool:
        """Whether nothing can be between; between two runs something can."""
        return (self.attempt, self.number + 1) == other


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, whose kind this code may not know."""

    position: Position
    kind: str
    at_unix_seconds: float
    data: str

    @classmethod
    def read(cls, entry_id: str, fields: dict[str, str]) -> Self:
        """From a stream's entry, or from what is published of it.

        Raises:
            KeyError, ValueError: It is no journal's entry.
        """
        return cls(Position.parse(entry_id), fields["kind"], float(fields["at"]), fields["data"])

    @property
    def json(self) -> dict[str, Any]:
        return cast("dict[str, Any]", json.loads(self.data))


async def read_entries(redis: Redis, job_id: str, after: Position | None = None) -> list[Entry]:
    """All that the journal holds after an entry, or from its beginning.

    Raises:
        PositionLost: There is no such entry.
        RedisError: Redis does not answer.
    """
    entries = await _read_from(redis, job_id, str(after or "-"))
    if after is None:
        return entries
    if not entries or entries[0].position != after:
        raise PositionLost
    return entries[1:]


async def _read_from(redis: Redis, job_id: str, start: str) -> list[Entry]:
    found: list[Entry] = []
    while True:
        # Clients of Cadenza decode replies, which their types do not know.
        page = cast("Entries", await redis.xrange(journal_key(job_id), start, count=PAGE_ENTRIES))
        found += [Entry.read(entry_id, fields) for entry_id, fields in page]
        if len(page) < PAGE_ENTRIES:
            return found
        start = f"({found[-1].position}"
