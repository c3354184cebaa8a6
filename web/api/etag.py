"""The ETag of a job: all that its representation depends on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class JobTag:
    """A strong ETag in its parts.

    Attributes:
        version: The row's.
        events: Of the progress that is shown, 0 where there is none.
        position: In the queue, 0 where it is in none.
    """

    status: str
    version: int
    events: int = 0
    position: int = 0
    eta_seconds: int = 0

    def __str__(self) -> str:
        return f'"{self.status}-{self.version}-{self.events}-{self.position}-{self.eta_seconds}"'

    @classmethod
    def parse(cls, text: str) -> Self:
        """From the header.

        Raises:
            ValueError: It is none of ours.
        """
        status, *numbers = text.strip('"').split("-")
        version, events, position, eta_seconds = (int(number) for number in numbers)
        return cls(status, version, events, position, eta_seconds)
