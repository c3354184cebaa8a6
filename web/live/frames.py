"""The text of server-sent events (WHATWG HTML, 9.2)."""

from __future__ import annotations

import json
from typing import Any, Final

PING: Final = b": ping\n\n"


def frame(event: str, data: str | dict[str, Any], event_id: object = None) -> bytes:
    """One event, of one line of JSON; without `event_id` the client keeps the last one that it was given."""
    text = data if isinstance(data, str) else json.dumps(data)
    head = "" if event_id is None else f"id: {event_id}\n"
    return f"{head}event: {event}\ndata: {text}\n\n".encode()


def retry(milliseconds: int) -> bytes:
    """How long the client waits before it connects again."""
    return f"retry: {milliseconds}\n\n".encode()
