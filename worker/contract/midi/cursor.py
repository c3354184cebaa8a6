"""A place within bytes that nobody trusts: nothing is read past their end."""

from __future__ import annotations

from typing import Final

# Four bytes of seven bits each: the format allows no longer number.
MAX_NUMBER_BYTES: Final = 4


class MidiError(ValueError):
    """The bytes are no MIDI file that can be read; the message says why, to a musician."""


class Cursor:
    """Reads forward alone, so that reading ends."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._place = 0

    @property
    def is_left(self) -> bool:
        return self._place < len(self._content)

    def byte(self) -> int:
        """The next byte, 0-255.

        Raises:
            MidiError: There is none.
        """
        if self._place >= len(self._content):
            raise MidiError("the file ends in the middle of an event")
        self._place += 1
        return self._content[self._place - 1]

    def take(self, count: int) -> bytes:
        """The next `count` bytes.

        Raises:
            MidiError: There are not so many.
        """
        if count > len(self._content) - self._place:
            raise MidiError("the file ends before all that it announces")
        self._place += count
        return self._content[self._place - count : self._place]

    def number(self) -> int:
        """A number of variable length, 0 to 2^28 - 1.

        Raises:
            MidiError: It is longer, or the bytes end.
        """
        value = 0
        for _ in range(MAX_NUMBER_BYTES):
            byte = self.byte()
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value
        raise MidiError("a number in the file is longer than any may be")
