"""Sequences share calls, come and go, and a fault ends only those it touched."""

from __future__ import annotations

import pytest

from tests.unit.worker.engine.fakes import CountingRunner, sequence
from worker.engine.engine import Engine, EngineStopped
from worker.engine.sequence import SequenceCanceled, SequenceTimedOut

SECONDS = 5


@pytest.fixture
def engine():
    engine = Engine()
    engine.start()
    yield engine
    engine.stop()


def test_a_sequence_gets_its_events_in_order_and_no_more_than_it_wants(engine):
    one, counter = sequence(length=10)
    engine.submit(CountingRunner(), one)
    assert one.wait(SECONDS)
    assert counter.events == list(range(1, 11))


def test_a_primer_is_heard_before_the_network_goes_on(engine):
    one, counter = sequence(length=6, primer=(50, 60, 70), unheard=1)
    engine.submit(CountingRunner(), one)
    assert one.wait(SECONDS)
    assert counter.events == [60, 70, 71, 72, 73, 74]


def test_more_sequences_than_slots_all_end_and_never_share_a_slot(engine):
    runner = CountingRunner(slots=4)
    made = [sequence(length=5 + index, primer=(100 * index,)) for index in range(13)]
    for one, _ in made:
        engine.submit(runner, one)
    assert all(one.wait(SECONDS) for one, _ in made)
    for index, (_, counter) in enumerate(made):
        assert counter.events == list(range(100 * index + 1, 100 * index + 6 + index))
    assert runner.most_rows <= 4


def test_two_models_run_side_by_side(engine):
    first, second = sequence(length=30), sequence(length=30)
    engine.submit(CountingRunner(), first[0])
    engine.submit(CountingRunner(), second[0])
    assert first[0].wait(SECONDS)
    assert second[0].wait(SECONDS)


def test_a_canceled_sequence_leaves_and_says_so(engine):
    one, _ = sequence(length=10**9)
    engine.submit(CountingRunner(), one)
    one.cancel()
    with pytest.raises(SequenceCanceled):
        one.wait(SECONDS)


def test_a_late_sequence_times_out(engine):
    one, _ = sequence(length=10**9, deadline=0.05)
    engine.submit(CountingRunner(), one)
    with pytest.raises(SequenceTimedOut):
        one.wait(SECONDS)


def test_a_fault_in_a_call_ends_its_sequences_and_the_engine_goes_on(engine, caplog):
    runner = CountingRunner()
    runner.fault = RuntimeError("the device is gone")
    struck, _ = sequence()
    engine.submit(runner, struck)
    with pytest.raises(RuntimeError, match="the device is gone"):
        struck.wait(SECONDS)
    after, counter = sequence(length=3)
    engine.submit(runner, after)
    assert after.wait(SECONDS)
    assert counter.events == [1, 2, 3]


def test_stopping_ends_what_runs_and_refuses_what_comes():
    engine = Engine()
    engine.start()
    one, _ = sequence(length=10**9)
    engine.submit(CountingRunner(), one)
    engine.stop()
    with pytest.raises(EngineStopped):
        one.wait(SECONDS)
    with pytest.raises(EngineStopped):
        engine.submit(CountingRunner(), sequence()[0])


def test_noise_depends_on_seed_and_step_alone():
    whole = sequence(seed=7)[0].next_noise(12).tolist()
    split, _ = sequence(seed=7)
    assert [*split.next_noise(5), *split.next_noise(7)] == whole
    assert sequence(seed=8)[0].next_noise(12).tolist() != whole
