"""Whole pieces through the whole engine, as a worker's threads ask for them."""

from __future__ import annotations

import contextlib
import itertools
import time

from worker.composing.voices import Voice
from worker.composing.voices.of_config import voice_of
from worker.contract.part_spec import ModelRef, PartSpec
from worker.encodings.config import Config
from worker.engine.engine import Engine
from worker.engine.rules import Rules
from worker.engine.sequence import Sequence, SequenceCanceled
from worker.networks.runner import NetworkRunner

Network = tuple[NetworkRunner, Config]

_HOUR = 3600.0


def sequence(config: Config, seed: int, length_seconds: float) -> Sequence[Voice]:
    part = PartSpec("part", ModelRef("", 0, ""), 0, is_drum=False)
    return Sequence(voice_of(config, part, length_seconds, 120.0), Rules(), seed, time.time() + _HOUR)


def events_per_second(engine: Engine, networks: list[Network], each: int, seconds: float) -> list[float]:
    """Of each network, when `each` endless pieces of all run at once, looked at twice `seconds` apart."""
    playing = [[sequence(config, seed, _HOUR) for seed in range(each)] for _, config in networks]
    for (runner, _), rows in zip(networks, playing, strict=True):
        for row in rows:
            engine.submit(runner, row)
    try:
        while not all(row.events for rows in playing for row in rows):
            time.sleep(0.05)
        before, start = [_events(rows) for rows in playing], time.perf_counter()
        time.sleep(seconds)
        after, took = [_events(rows) for rows in playing], time.perf_counter() - start
    finally:
        _stop(list(itertools.chain.from_iterable(playing)))
    return [(late - early) / took for early, late in zip(before, after, strict=True)]


def seconds_for(engine: Engine, work: list[tuple[Network, int]], length_seconds: float) -> float:
    """How long all pieces take that are asked for at once: so many of each network."""
    wanted = [
        (runner, sequence(config, seed, length_seconds)) for (runner, config), count in work for seed in range(count)
    ]
    start = time.perf_counter()
    for runner, row in wanted:
        engine.submit(runner, row)
    for _, row in wanted:
        row.wait(_HOUR)
    return time.perf_counter() - start


def _stop(rows: list[Sequence[Voice]]) -> None:
    """The networks are free for others once every row has left."""
    for row in rows:
        row.cancel()
    for row in rows:
        with contextlib.suppress(SequenceCanceled):
            row.wait(_HOUR)


def _events(rows: list[Sequence[Voice]]) -> int:
    return sum(row.events for row in rows)
