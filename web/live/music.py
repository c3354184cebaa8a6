"""What a stream has told of a piece's music, which a later run of the job says all over again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from web.live.entries import Entry


class ToldMusic:
    """Every run gives the same notes in the same order, though divided otherwise: of each only what is new is told."""

    def __init__(self) -> None:
        self._has_score = False
        self._notes = 0
        self._until_seconds = 0.0

    def score(self, entry: Entry) -> str:
        """The score, the first time; then nothing."""
        is_new, self._has_score = not self._has_score, True
        return entry.data if is_new else ""

    def notes(self, entry: Entry) -> str:
        """Of an entry's notes and moments those that were not told; nothing where all were."""
        said = entry.json
        if said["until_seconds"] <= self._until_seconds:
            return ""
        new = self._new(said)
        self._notes, self._until_seconds = new["first"] + len(new["notes"]), new["until_seconds"]
        return entry.data if new == said else json.dumps(new)

    def _new(self, said: dict[str, Any]) -> dict[str, Any]:
        """An entry without what another run's entries have told of it."""
        known = max(0, self._notes - said["first"])
        begun = [note for note in said["begun"] if note[3] >= self._until_seconds]
        return {**said, "first": said["first"] + known, "notes": said["notes"][known:], "begun": begun}
