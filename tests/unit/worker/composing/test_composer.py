"""Composing with an engine that runs, and networks that are made up."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tests.unit.worker.composing.made_up import FAMILIES, part, spec
from worker.composing.composer import compose
from worker.composing.piece import Piece
from worker.contract.events import NotesDecided, Payload, ScoreBegun
from worker.encodings.configs import config_of
from worker.engine.engine import Engine
from worker.engine.runner import SAMPLE, Decided
from worker.engine.sequence import SequenceCanceled


class MadeUpRunner:
    """Plays a family's random events, for one row alone."""

    slots = 1
    steps = 4
    draws = 1
    segments = 0

    def __init__(self, config_id: str) -> None:
        self.event_size = 6 if config_id.endswith("note_encoding") else 88 if config_id == "rnn-nade" else 1
        self._make = FAMILIES[config_id]
        self._random = np.random.default_rng(3)

    def arrange(self, rows, rules):
        pass

    def reset(self):
        pass

    def step(self, call):
        (row,) = call.forced
        events = [self._make(self._random) if event[0] == SAMPLE else event for event in row]
        shape = (1, len(row))
        return Decided(np.array([events], np.int32), np.zeros(shape, np.float32), np.ones(shape, bool))


class MadeUpLibrary:
    def get(self, ref):
        return SimpleNamespace(config=config_of(ref.name), runner=MadeUpRunner(ref.name))


@pytest.fixture
def engine():
    engine = Engine()
    engine.start()
    yield engine
    engine.stop()


def composed(engine: Engine, *names: str) -> tuple[Piece, list[Payload]]:
    payloads: list[Payload] = []
    library: Any = MadeUpLibrary()

    def tell(new: tuple[Payload, ...]) -> bool:
        payloads.extend(new)
        return True

    return compose(spec(*map(part, names), length_seconds=60.0), library, engine, tell), payloads


@pytest.mark.parametrize("names", [(name,) for name in FAMILIES] + [("mono_rnn", "drum_kit", "polyphony")])
def test_what_is_told_while_the_engine_runs_is_the_piece_that_comes_of_it(engine, names):
    piece, (score, *rest) = composed(engine, *names)
    assert isinstance(score, ScoreBegun)
    notes = [row for payload in rest if isinstance(payload, NotesDecided) for row in payload.notes]
    for place, made in enumerate(piece.parts):
        assert sorted((s, e, p, v) for index, p, v, s, e in notes if index == place) == sorted(made.notes.tolist())
    assert isinstance(rest[-2], NotesDecided)
    assert rest[-2].until_seconds == 60.0


@pytest.mark.parametrize("wanted", [0, 1, 2])
def test_a_job_that_nobody_wants_any_more_is_canceled_whenever_that_is_said(engine: Engine, wanted: int):
    heard: list[tuple[Payload, ...]] = []

    def tell(payloads: tuple[Payload, ...]) -> bool:
        heard.append(payloads)
        return len(heard) <= wanted

    library: Any = MadeUpLibrary()
    with pytest.raises(SequenceCanceled):
        compose(spec(part("mono_rnn"), length_seconds=1e6), library, engine, tell)
    assert isinstance(heard[0][0], ScoreBegun)
