"""Why a request is refused: what is wrong where, what is allowed, and what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong in a request.

    Attributes:
        pointer: JSON pointer to the value, as a URI fragment ("#/length_seconds").
        limit: The bound that was crossed, or the values there are; None where neither applies.
        given: What was sent; None where nothing was.
    """

    pointer: str
    code: str
    detail: str
    limit: Any = None
    given: Any = None


class RequestRefusedError(Exception):
    """The request is understood, and cannot be done as it is."""

    def __init__(self, *errors: FieldError) -> None:
        super().__init__("; ".join(error.detail for error in errors))
        self.errors = errors
