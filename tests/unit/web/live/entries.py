"""Entries as journals hold them."""

from __future__ import annotations

from web.live.entries import Entry
from worker.contract.events import JobEvent, Payload


def entry(entry_id: str, payload: Payload, at: float = 1_800_000_000.0) -> Entry:
    attempt = int(entry_id.partition("-")[0])
    return Entry.read(entry_id, JobEvent("job", attempt, at, payload).to_fields())
