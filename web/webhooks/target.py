"""The URL of a webhook, taken apart by the one reading that both the check and the sending go by."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

HTTPS_PORT: Final = 443
FIRST_FREE_PORT: Final = 1024

_VISIBLE: Final = re.compile(r"[!-~]+")
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# The last label begins with a letter: resolvers take 127.1 and 0x7f.1 for addresses.
_NAME: Final = re.compile(rf"(?=.{{1,253}}$)(?:{_LABEL}\.)+(?=[a-z]){_LABEL}")


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect and what to ask for.

    Attributes:
        host: A name in lower case, or an IP address without brackets.
        path: With the query; begins with a slash.
    """

    host: str
    port: int
    path: str


def parse_target(url: str) -> Target:
    """Takes the URL apart.

    Raises:
        ValueError: Says what the URL must be.
    """
    parts, port = _split(url)
    if parts.scheme != "https" or not parts.hostname:
        raise ValueError("must be an address that begins with https://, without spaces, in ASCII")
    if "@" in parts.netloc:
        raise ValueError("must not hold a user or password; the signature says who sends")
    if not (_NAME.fullmatch(parts.hostname) or _is_address(parts.hostname)):
        raise ValueError("must name a host such as hooks.example.org (xn--… outside ASCII) or a public IP address")
    if port != HTTPS_PORT and port < FIRST_FREE_PORT:
        raise ValueError(f"must use port {HTTPS_PORT} or one from {FIRST_FREE_PORT} on")
    query = f"?{parts.query}" if parts.query else ""
    return Target(parts.hostname, port, f"{parts.path or '/'}{query}")


def _split(url: str) -> tuple[SplitResult, int]:
    """The URL's parts and port; nothing but empty ones where it cannot be split."""
    if _VISIBLE.fullmatch(url):
        with suppress(ValueError):
            parts = urlsplit(url)
            return parts, HTTPS_PORT if parts.port is None else parts.port
    return urlsplit(""), HTTPS_PORT


def _is_address(host: str) -> bool:
    with suppress(ValueError):
        return "%" not in host and bool(ip_address(host))
    return False
