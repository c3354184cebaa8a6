"""What counting alone foretells."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from worker.encodings import Encoded
from worker.training.ngram import LARGEST_ORDER, Ngram, best_ngram


def piece(*events: int) -> Encoded:
    return Encoded.plain(np.array(events, np.int32))


def walks(count: int, length: int, seed: int) -> list[Encoded]:
    """Music in which each event follows from the two before it, but for one in ten."""
    rng, made = np.random.default_rng(seed), []
    for _ in range(count):
        events = [0, 1]
        while len(events) < length:
            events.append(int(rng.integers(5)) if rng.random() < 0.1 else (events[-1] * 2 + events[-2] + 1) % 5)
        made.append(piece(*events))
    return made


@pytest.mark.parametrize("order", range(1, LARGEST_ORDER + 1))
def test_the_probabilities_of_all_that_may_follow_come_to_one(order):
    gram = Ngram([piece(0, 1, 2, 0, 1, 1, 2), piece(2, 0)], order)
    # 0 to 2 were seen; one event more stands for all that never were.
    for context in product(range(5), repeat=order - 1):
        codes = np.array([sum(e * 5**place for place, e in enumerate((w, *context))) for w in range(4)])
        assert gram.probabilities(codes).sum() == pytest.approx(1)


def test_the_best_order_is_that_of_the_music():
    best = best_ngram(walks(400, 50, seed=1), walks(40, 50, seed=2))

    assert best.order == 3
    # One in ten is free: 0.92 x ln(1 / 0.92) + 4 x 0.02 x ln(1 / 0.02).
    assert best.nats_per_event(walks(40, 50, seed=3)) == pytest.approx(0.39, abs=0.05)


def test_what_was_never_seen_is_unlikely_but_possible():
    gram = Ngram(walks(10, 50, seed=1), 3)
    assert 3 < gram.nats_per_event([piece(0, 99, 98, 97)]) < 10
