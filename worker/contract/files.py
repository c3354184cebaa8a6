"""Files by their keys, such as `ab/abcd/1/piece.mid`, wherever they are kept."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Part(NamedTuple):
    """Bytes of a file, and of how many the whole file is."""

    content: bytes
    size: int


class Files(Protocol):
    """What every kind of store can do; one that is away, full or forbidden raises `OSError`."""

    def write(self, key: str, content: bytes) -> None:
        """Writes a file whole or not at all: a reader never sees half of it."""

    def read(self, key: str, start: int = 0, end: int | None = None) -> Part:
        """Reads from byte `start` up to and without `end`; None for the end of the file.

        Raises:
            FileNotFoundError: There is no such file.
        """

    def exists(self, key: str) -> bool:
        """Whether the file is there."""

    def delete_below(self, key: str) -> None:
        """Removes all files whose keys go on from `key/`; none there is no error."""

    def check(self) -> None:
        """Asks for anything at all, to see whether it answers."""
