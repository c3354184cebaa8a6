"""Files that are there whole or as they were."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class NotWritten(OSError):
    """A run could not write one of its files; the message says what to do."""

    @classmethod
    def of(cls, path: Path, error: OSError) -> NotWritten:
        remedy = "make room" if error.errno in _NO_ROOM else "mend that"
        go_on = "give the same command again: it goes on from the last checkpoint, which is intact"
        return cls(f"cannot write {path}: {error.strerror or error}; {remedy} and {go_on}")


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yields a name beside `path`; what is written there takes the place of `path` in one step.

    Raises:
        NotWritten: The disk is full or takes no file; `path` is as it was.
    """
    partial = path.with_suffix(f".{os.getpid()}{path.suffix}")
    try:
        yield partial
        partial.replace(path)
    except OSError as error:
        raise NotWritten.of(path, error) from error
    finally:
        partial.unlink(missing_ok=True)
