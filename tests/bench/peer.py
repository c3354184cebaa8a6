"""Magenta beside us, in its own Python: turn by turn, so that both meet the same machine."""

from __future__ import annotations

import json
import statistics
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

SCRIPT = Path(__file__).with_name("magenta_speed.py")


class Magenta:
    """A process with one bundle loaded; its speed is the median of its turns."""

    def __init__(self, python: str, bundle: Path) -> None:
        self._events_per_second: list[float] = []
        self._seconds: dict[float, list[float]] = {}
        self._process = subprocess.Popen(
            (python, "-W", "ignore", str(SCRIPT), str(bundle)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __enter__(self) -> Self:
        self._made(1)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()

    def take_turn(self, seconds: float) -> None:
        """Has it make a piece of so many seconds."""
        made = self._made(seconds)
        self._events_per_second.append(made["events"] / made["seconds"])
        self._seconds.setdefault(seconds, []).append(made["seconds"])

    @property
    def events_per_second(self) -> float:
        return statistics.median(self._events_per_second)

    def seconds_for(self, seconds: float) -> float:
        """How long a piece of so many seconds takes."""
        return statistics.median(self._seconds[seconds])

    def _made(self, seconds: float) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(seconds, file=self._process.stdin, flush=True)
        made: dict[str, Any] = json.loads(self._process.stdout.readline())
        return made
