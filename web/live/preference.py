"""The `Prefer` header (RFC 7240): which of its preferences we know, and what was asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from web.live.waiting import MAX_WAIT_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_CHARACTERS: Final = 1000
# Commas within quotes separate nothing.
_ELEMENT: Final = re.compile(r'(?:[^,"]|"(?:\\.|[^"\\])*")+')
_PREFERENCE: Final = re.compile(r'\s*([!#$%&\'*+.^`|~\w-]+)\s*(?:=\s*"?([^";]*?)"?\s*)?(?:;.*)?', re.ASCII)
_SECONDS: Final = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Preference:
    """What a client would rather have.

    Attributes:
        wait_seconds: How long it would wait for the job's end, at most 30; None where it does not say.
        respond_async: It would rather come again.
    """

    wait_seconds: int | None = None
    respond_async: bool = False

    @classmethod
    def read(cls, headers: Iterable[str]) -> Self:
        """From all `Prefer` headers; what is unknown, ill-formed or said a second time does not count."""
        given: dict[str, str] = {}
        for element in _ELEMENT.findall(",".join(headers)[:MAX_CHARACTERS]):
            if match := _PREFERENCE.fullmatch(element):
                given.setdefault(match[1].lower(), match[2] or "")
        seconds = _SECONDS.fullmatch(given.get("wait", ""))
        wait = min(int(seconds[0]), MAX_WAIT_SECONDS) if seconds else None
        return cls(wait, "respond-async" in given)

    def __bool__(self) -> bool:
        return self.respond_async or self.wait_seconds is not None

    @property
    def applied(self) -> str:
        """The value of `Preference-Applied`."""
        wait = [] if self.wait_seconds is None else [f"wait={self.wait_seconds}"]
        return ", ".join(["respond-async"] * self.respond_async + wait)
