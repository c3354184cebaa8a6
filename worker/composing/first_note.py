"""How long a run takes to its first note."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from worker.contract import traces
from worker.contract.events import NotesDecided, Payload
from worker.process import totals


@dataclass(slots=True)
class FirstNote:
    """From when it is made on; looks at all that is told."""

    _began: float = field(default_factory=time.monotonic)
    _began_ns: int = field(default_factory=time.time_ns)
    _is_told: bool = False

    def look(self, payload: Payload) -> None:
        """Counts the first that has a note."""
        if self._is_told or not isinstance(payload, NotesDecided) or not (payload.notes or payload.begun):
            return
        self._is_told = True
        totals().first_note(time.monotonic() - self._began)
        traces.past("first note", self._began_ns)
