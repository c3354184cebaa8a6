"""Archives of checkpoints, unpacked within limits: plain files by their last name, into one folder."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Final

from worker.networks.reading.errors import BundleError

MAX_FILES: Final = 200
MAX_UNPACKED_BYTES: Final = 400 * 1024 * 1024
_CHUNK_BYTES: Final = 1 << 20
# What training and operating systems leave beside a checkpoint.
_BESIDE: Final = (".", "events.out.tfevents.")
_BESIDE_FOLDER: Final = "__MACOSX"

Members = Iterator[tuple[str, IO[bytes]]]


def unpack(archive: Path, folder: Path) -> None:
    """Unpacks a `.zip` or `.tar.gz` into `folder`.

    Raises:
        BundleError: It is damaged, holds too much, or two files of one name.
    """
    left = MAX_UNPACKED_BYTES
    with _members(archive) as members:
        try:
            for count, (name, content) in enumerate(members):
                if count == MAX_FILES:
                    raise BundleError(f"the archive holds more than {MAX_FILES} files; pack one checkpoint alone")
                left -= _copy(content, folder / name, left)
        except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            raise BundleError(f"the archive is damaged: {error}") from error


@contextmanager
def _members(archive: Path) -> Iterator[Members]:
    try:
        if archive.suffix == ".zip":
            with zipfile.ZipFile(archive) as opened_zip:
                yield _of_zip(opened_zip)
        else:
            with tarfile.open(archive, "r:gz") as opened_tar:
                yield _of_tar(opened_tar)
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile) as error:
        raise BundleError(f"the archive cannot be opened: {error}") from error


def _of_zip(archive: zipfile.ZipFile) -> Members:
    for member in archive.infolist():
        name = PurePosixPath(member.filename).name
        if not member.is_dir() and _is_wanted(member.filename):
            with archive.open(member) as content:
                yield name, content


def _of_tar(archive: tarfile.TarFile) -> Members:
    for member in archive:
        content = archive.extractfile(member) if member.isreg() and _is_wanted(member.name) else None
        if content is not None:
            yield PurePosixPath(member.name).name, content


def _is_wanted(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return _BESIDE_FOLDER not in parts and not parts[-1].startswith(_BESIDE)


def _copy(content: IO[bytes], target: Path, most: int) -> int:
    """Writes at most so many bytes and returns how many there were."""
    if target.exists():
        raise BundleError(f"the archive holds two files named {target.name}; pack one checkpoint alone")
    size = 0
    with target.open("wb") as file:
        while chunk := content.read(_CHUNK_BYTES):
            size += len(chunk)
            if size > most:
                raise BundleError(f"the archive unpacks to more than {MAX_UNPACKED_BYTES >> 20} MiB")
            file.write(chunk)
    return size
