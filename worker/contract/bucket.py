"""Files in a bucket of a store that speaks S3; who and where it is, the usual `AWS_*` variables say."""

from __future__ import annotations

import errno
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from worker.contract.files import Part

if TYPE_CHECKING:
    from obstore import GetOptions

logger = logging.getLogger(__name__)

CONNECT_SECONDS: Final = 3
# Without a byte.
SILENT_SECONDS: Final = 10
# With all bytes, of which a long piece's WAV has the most.
REQUEST_SECONDS: Final = 60
# After so long, or so often, nothing is tried again.
RETRY_SECONDS: Final = 5
RETRIES: Final = 3

_URL: Final = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/\w[\w.-]*)*)/?", re.ASCII)
_KEYS: Final = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


@dataclass(frozen=True, slots=True)
class Bucket:
    """`Files` below a prefix of a bucket, which must be there."""

    url: str
    store: S3Store

    @classmethod
    def from_url(cls, url: str) -> Bucket:
        """The bucket that a URL names; it is not asked yet.

        Raises:
            ValueError: It is another kind of URL, or a variable is missing or ill-formed; the message says what is
                allowed.
        """
        match = _URL.fullmatch(url)
        if match is None:
            raise ValueError("s3://bucket/prefix")
        return cls(url, _connected(match[1], match[2].lstrip("/") or None))

    def write(self, key: str, content: bytes) -> None:
        with self._told():
            obstore.put(self.store, key, content, use_multipart=False)

    def read(self, key: str, start: int = 0, end: int | None = None) -> Part:
        with self._told():
            got = obstore.get(self.store, key, options=_from_to(start, end))
            return Part(bytes(got.bytes()), got.meta["size"])

    def exists(self, key: str) -> bool:
        try:
            with self._told():
                obstore.head(self.store, key)
        except FileNotFoundError:
            return False
        return True

    def delete_below(self, key: str) -> None:
        with self._told():
            for found in obstore.list(self.store, key):
                obstore.delete(self.store, [each["path"] for each in found])

    def check(self) -> None:
        with self._told():
            next(iter(obstore.list(self.store, chunk_size=1)), None)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """In the words of `OSError`, as of a file system; what a listener may read names no place."""
        try:
            yield
        except (BaseError, FileNotFoundError) as error:
            number, reason = _reason(error)
            if number != errno.ENOENT:
                logger.warning("%s: %s", self.url, str(error).partition("\n\nDebug")[0])
            raise OSError(number, reason, self.url) from error


def _reason(error: Exception) -> tuple[int, str]:
    if "<Code>NoSuchBucket<" in str(error):
        return errno.ENXIO, "the store of results has no such bucket"
    # What refuses to list is an error of no kind of its own.
    if isinstance(error, PermissionDeniedError | UnauthenticatedError) or "status code: 403" in str(error):
        return errno.EACCES, "the store of results refuses the keys it is given"
    if isinstance(error, FileNotFoundError):
        return errno.ENOENT, "no such file in the store of results"
    return errno.EIO, "the store of results does not answer"


def _connected(bucket: str, prefix: str | None) -> S3Store:
    endpoint = os.environ.get("AWS_ENDPOINT_URL")
    if endpoint is not None and not re.fullmatch(r"https?://[^/?#]+/?", endpoint):
        raise ValueError("s3://bucket/prefix with an AWS_ENDPOINT_URL such as https://host or http://host:port")
    if not all(map(os.environ.get, _KEYS)):
        # The library would look for them in places of Amazon's own.
        raise ValueError(f"s3://bucket/prefix with {' and '.join(_KEYS)}")
    return S3Store(
        bucket,
        prefix=prefix,
        client_options={
            "allow_http": (endpoint or "").startswith("http://"),
            "connect_timeout": timedelta(seconds=CONNECT_SECONDS),
            "read_timeout": timedelta(seconds=SILENT_SECONDS),
            "timeout": timedelta(seconds=REQUEST_SECONDS),
        },
        retry_config={"max_retries": RETRIES, "retry_timeout": timedelta(seconds=RETRY_SECONDS)},
    )


def _from_to(start: int, end: int | None) -> GetOptions | None:
    if end is not None:
        return {"range": (start, end)}
    return {"range": {"offset": start}} if start else None
