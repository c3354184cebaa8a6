"""An answer too long to be held in memory by whoever reads it slowly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import StreamingHttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterator


class LongFile(StreamingHttpResponse):
    """A file in parts, each read when the one before it has been sent; none needs the database.

    Attributes:
        parts: Those that have not been read yet. They outlive the request, at whose end Django lets go of the rest.
    """

    def __init__(self, parts: Iterator[bytes], **described: Any) -> None:
        self.parts = parts
        super().__init__(map(bytes, parts), **described)
