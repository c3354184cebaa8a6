"""What became of one attempt."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer, or why there was none.

    Attributes:
        status: HTTP's; None where no answer came.
        retry_after: The header as it was sent.
        error: Empty where an answer came.
    """

    status: int | None = None
    retry_after: str | None = None
    error: str = ""

    @property
    def is_delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """Whether the receiver wants nothing more."""
        return self.status == HTTPStatus.GONE

    @property
    def reason(self) -> str:
        """Why it was not delivered, in printable characters whatever the receiver sent."""
        said = self.error or f"answered {self.status}"
        return "".join(character if character.isprintable() else "?" for character in said)
