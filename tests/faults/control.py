"""What tests tell the processes that have `tests/faults/injected` on PYTHONPATH."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

INJECTED = Path(__file__).with_name("injected")


@dataclass(frozen=True)
class Faults:
    """What is wrong with a process.

    Attributes:
        clock_offset_seconds: By how much its wall clock is ahead of the true one.
        store_is_full: Whether the disk of the results takes half of a file and no more.
    """

    clock_offset_seconds: float = 0.0
    store_is_full: bool = False


NONE = Faults()


class Control:
    """A file that says what is wrong; processes follow within a few hundredths of a second."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "faults.json"
        self.set(NONE)

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs in its environment to obey."""
        paths = [str(INJECTED), *filter(None, [os.environ.get("PYTHONPATH")])]
        return {"FAULTS_FILE": str(self._path), "PYTHONPATH": os.pathsep.join(paths)}

    def set(self, faults: Faults) -> None:
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(faults)))
        fresh.replace(self._path)
