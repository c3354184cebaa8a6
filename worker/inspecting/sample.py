"""A short piece by a network alone: what it sounds like, and how fast it is."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from worker.composing.composer import compose
from worker.contract.chords import DEFAULT_CHORDS
from worker.contract.events import Payload, Progressed
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import Conditioning, ModelRef, PartSpec
from worker.engine.engine import Engine

if TYPE_CHECKING:
    from worker.composing.piece import Piece
    from worker.encodings.config import Config
    from worker.networks.library import Library

LENGTH_SECONDS: Final = 10.0
SEED: Final = 1
QPM: Final = 120.0
TIME_LIMIT_SECONDS: Final = 120


@dataclass(slots=True)
class Pace:
    """How many events were told since the first word of a piece."""

    began: float = field(default_factory=time.monotonic)
    events: int = 0

    def hear(self, payloads: tuple[Payload, ...]) -> bool:
        told = [payload.events for payload in payloads if isinstance(payload, Progressed)]
        self.events = max([self.events, *told])
        return True

    def per_second(self) -> float:
        return round(self.events / max(time.monotonic() - self.began, 1e-3), 1)


def sample(path: Path, config_id: str, library: Library) -> tuple[Piece, float]:
    """Ten seconds of seed 1, and the events a second at which they were made.

    Raises:
        ModelUnavailable: The network cannot be played.
        SequenceTimedOut: It takes longer than two minutes.
    """
    ref = library.open_file(path, config_id)
    config = library.get(ref).config
    engine, pace = Engine(), Pace()
    engine.start()
    try:
        piece = compose(_spec(ref, config), library, engine, pace.hear)
    finally:
        engine.stop()
    return piece, pace.per_second()


def _spec(ref: ModelRef, config: Config) -> JobSpec:
    is_improv = config.family == "improv"
    conditioning = Conditioning(backing_chords=tuple(DEFAULT_CHORDS), render_chords=True) if is_improv else None
    part = PartSpec("sample", ref, 0, config.family == "drums", conditioning=conditioning or Conditioning())
    return JobSpec("", "sample", config.id, LENGTH_SECONDS, QPM, SEED, TIME_LIMIT_SECONDS, (part,))
