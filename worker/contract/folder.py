"""Files below a folder that web and all workers see."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from worker.contract.files import Part


@dataclass(frozen=True, slots=True)
class Folder:
    """`Files` on a file system; the folder is made when the first of them is written."""

    root: Path

    @classmethod
    def from_url(cls, url: str) -> Folder:
        """The folder that a URL names.

        Raises:
            ValueError: It is another kind of URL; the message says what is allowed.
        """
        parts = urlsplit(url)
        if parts.netloc or not parts.path.startswith("/"):
            raise ValueError("file:///absolute/folder")
        return cls(Path(unquote(parts.path)))

    def write(self, key: str, content: bytes) -> None:
        path = self.root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            partial.write_bytes(content)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)

    def read(self, key: str, start: int = 0, end: int | None = None) -> Part:
        with (self.root / key).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            file.seek(start)
            return Part(file.read(max(0, (size if end is None else end) - start)), size)

    def exists(self, key: str) -> bool:
        return (self.root / key).is_file()

    def delete_below(self, key: str) -> None:
        shutil.rmtree(self.root / key, ignore_errors=True)

    def check(self) -> None:
        with suppress(FileNotFoundError):  # nothing has been written yet
            os.scandir(self.root).close()
