"""Byte ranges of RFC 9110, one a request: what a client that asks for several gets is the whole file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from rest_framework.exceptions import APIException

_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.IGNORECASE)


class RangeNotSatisfiable(APIException):
    """The range begins after the file's end."""

    status_code = 416
    default_code = "range_not_satisfiable"

    def __init__(self, asked: str, size: int) -> None:
        super().__init__(f"The file has {size} bytes; {asked[:80]!r} lies outside.")
        self.headers = {"Content-Range": f"bytes */{size}"}


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes from `start` up to and without `end`, of `size`."""

    start: int
    end: int
    size: int

    @property
    def content_range(self) -> str:
        return f"bytes {self.start}-{self.end - 1}/{self.size}"


def requested_range(header: str | None, size: int) -> ByteRange | None:
    """The range that is asked for; None for the whole file, also where the header is ill-formed.

    Raises:
        RangeNotSatisfiable: No byte of the range is in the file.
    """
    match = _RANGE.fullmatch((header or "").strip())
    if match is None or match.group(1) == match.group(2) == "":
        return None
    first, last = match.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
    if first and last and int(last) < int(first):
        return None
    if start >= size:
        raise RangeNotSatisfiable(header or "", size)
    return ByteRange(start, end, size)
