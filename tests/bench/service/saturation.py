"""Pieces a second of the whole service when it is never without work, against the engine alone with the same specs."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.bench.figures import report
from tests.bench.service.crowd import closed_loop
from tests.bench.service.engine_alone import EngineAlone, engine_alone
from tests.bench.service.mix import LONG_SECONDS, Body, alone, requests, types_of
from tests.bench.service.process import wait_until_idle
from tests.bench.service.whole import Whole, whole_service

USERS: Final = 96
TURNS: Final = 3
PIECES: Final = 160
LONG_PIECES: Final = 112
SEED: Final = 1


@dataclass(slots=True)
class _Both:
    """Turns of the service and of the engine with what the service was asked for."""

    whole: Whole
    engine: EngineAlone
    rates: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    cpu_milliseconds: list[dict[str, float]] = field(default_factory=list)
    asked: int = 0

    def warm_up(self, bodies: list[Body]) -> None:
        """Every network loaded, and every graph made that these pieces need."""
        self.take_turn(bodies)
        wait_until_idle(self.whole.pids["worker"], self.engine.process.pid)

    def take_turn(self, bodies: list[Body]) -> None:
        before = self.whole.cpu_seconds()
        turn = closed_loop(self.whole.url, bodies, USERS)
        spent = {name: after - before[name] for name, after in self.whole.cpu_seconds().items()}
        specs = self.whole.specs(self.asked)
        self.asked += len(specs)
        alone = self.engine.compose(specs)
        spent |= {"listeners": turn.cpu_seconds, "engine alone": alone.cpu_seconds}
        self.cpu_milliseconds.append({name: 1000 * seconds / len(specs) for name, seconds in spent.items()})
        self.rates.append(len(turn.made) / max(asked.until for asked in turn.asked))
        self.shares.append(self.rates[-1] * alone.seconds / len(specs))


def measure(folder: Path) -> None:
    """Reports the medians of turns taken one after the other: types of one player, all types, and longer pieces."""
    with whole_service(folder) as whole, engine_alone(folder) as engine:
        types = types_of(whole.url)
        _Both(whole, engine).warm_up(list(itertools.islice(requests(types, SEED), PIECES)))
        _measure(whole, engine, "types of one player, 10 to 30 s", requests(alone(types), SEED), PIECES)
        _measure(whole, engine, "all types, 10 to 30 s", requests(types, SEED), PIECES)
        _measure(whole, engine, "all types, 30 to 90 s", requests(types, SEED, LONG_SECONDS), LONG_PIECES)


def _measure(whole: Whole, engine: EngineAlone, figure: str, bodies: Iterator[Body], pieces: int) -> None:
    both = _Both(whole, engine, asked=sum(whole.jobs().values()))
    for _ in range(TURNS):
        both.take_turn(list(itertools.islice(bodies, pieces)))
    report(
        f"whole service against the bare engine, {figure}",
        statistics.median(both.shares),
        "times",
        ">= 0.8",
        pieces_per_second=round(statistics.median(both.rates), 2),
        turns=[round(share, 3) for share in both.shares],
        cpu_milliseconds_per_piece=_medians(both.cpu_milliseconds),
    )


def _medians(turns: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(turn[name] for turn in turns), 1) for name in turns[0]}
