"""A reader of server-sent events, as plain as an EventSource that never connects again by itself."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

SECONDS = 20


@dataclass(frozen=True)
class Event:
    name: str
    data: Any
    id: str | None


class EventStream:
    """One connection; as an iterator it gives events until the server ends it."""

    def __init__(self, url: str, **headers: str) -> None:
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.netloc, timeout=SECONDS)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request("GET", f"{parts.path}?{parts.query}", headers=named)
        self.response = self._connection.getresponse()
        self.comments: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[Event]:
        fields: dict[str, str] = {}
        for line in iter(self._line, None):
            if line.startswith(":"):
                self.comments.append(line)
            elif line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif "event" in fields:
                yield Event(fields["event"], json.loads(fields["data"]), fields.get("id"))
                fields = {}

    @property
    def status(self) -> int:
        return self.response.status

    def close(self) -> None:
        self.response.close()
        self._connection.close()

    def take(self, count: int) -> list[Event]:
        """The next so many."""
        events = iter(self)
        return [next(events) for _ in range(count)]

    def _line(self) -> str | None:
        line = self.response.readline()
        return line.decode().rstrip("\n") if line else None
