"""Sequences share calls, come and go, and a fault ends only those it touched."""

from __future__ import annotations

import gc
import time
import weakref
from collections.abc import Callable

import pytest

from tests.unit.worker.engine.fakes import CountingRunner, sequence
from worker.engine.branch import NotFinite
from worker.engine.engine import CallFailed, Engine, EngineStopped
from worker.engine.sequence import Beam, SequenceCanceled, SequenceTimedOut

SECONDS = 5


@pytest.fixture
def engine():
    engine = Engine()
    engine.start()
    yield engine
    engine.stop()


def wait_until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_sequence_gets_its_events_in_order_and_no_more_than_it_wants(engine):
    one = sequence(length=10)
    engine.submit(CountingRunner(), one)
    assert one.wait(SECONDS)
    assert one.voice.events == list(range(1, 11))


def test_a_primer_is_heard_before_the_network_goes_on(engine):
    one = sequence(length=4, primer=(50, 60, 70))
    engine.submit(CountingRunner(), one)
    assert one.wait(SECONDS)
    assert one.voice.events == [71, 72, 73, 74]


def test_more_sequences_than_slots_all_end_and_never_share_a_slot(engine):
    runner = CountingRunner(slots=4)
    made = [sequence(length=5 + index, primer=(100 * index,)) for index in range(13)]
    for one in made:
        engine.submit(runner, one)
    assert all(one.wait(SECONDS) for one in made)
    for index, one in enumerate(made):
        assert one.voice.events == list(range(100 * index + 1, 100 * index + 6 + index))
    assert runner.most_rows <= 4


def test_two_models_run_side_by_side(engine):
    first, second = sequence(length=30), sequence(length=30)
    engine.submit(CountingRunner(), first)
    engine.submit(CountingRunner(), second)
    assert first.wait(SECONDS)
    assert second.wait(SECONDS)


def test_an_engine_is_idle_but_while_a_sequence_runs(engine):
    one = sequence(length=10**9)
    assert engine.is_idle
    engine.submit(CountingRunner(), one)
    wait_until(lambda: one.events > 0)
    assert not engine.is_idle
    one.cancel()
    wait_until(lambda: engine.is_idle)


def test_a_canceled_sequence_leaves_and_says_so(engine):
    one = sequence(length=10**9)
    engine.submit(CountingRunner(), one)
    one.cancel()
    with pytest.raises(SequenceCanceled):
        one.wait(SECONDS)


def test_a_late_sequence_times_out(engine):
    one = sequence(length=10**9, time_limit_seconds=0.05)
    engine.submit(CountingRunner(), one)
    with pytest.raises(SequenceTimedOut):
        one.wait(SECONDS)


def test_a_fault_in_a_call_ends_its_sequences_and_the_engine_goes_on(engine, caplog):
    runner = CountingRunner()
    runner.fault = RuntimeError("the device is gone")
    struck = sequence()
    engine.submit(runner, struck)
    with pytest.raises(CallFailed) as failed:
        struck.wait(SECONDS)
    assert str(failed.value.__cause__) == "the device is gone"
    after = sequence(length=3)
    engine.submit(runner, after)
    assert after.wait(SECONDS)
    assert after.voice.events == [1, 2, 3]


def test_a_row_whose_numbers_break_ends_alone(engine):
    runner = CountingRunner(broken=7)
    sound, broken = sequence(length=20, primer=(100,)), sequence(length=20)
    engine.submit(runner, sound)
    engine.submit(runner, broken)
    with pytest.raises(NotFinite):
        broken.wait(SECONDS)
    assert sound.wait(SECONDS)
    assert sound.voice.events == list(range(101, 121))
    assert broken.voice.events == [1, 2, 3, 4, 5, 6]


def test_what_a_voice_injects_comes_right_after_the_event_that_called_for_it(engine):
    one = sequence(length=9, injecting={0: [50], 52: [80, 90]})
    engine.submit(CountingRunner(), one)
    assert one.wait(SECONDS)
    assert one.voice.events == [50, 51, 52, 80, 90, 91, 92, 93, 94]


def test_a_neighbour_that_injects_changes_nothing_but_the_length_of_the_calls(engine):
    runner = CountingRunner()
    one, neighbour = sequence(length=40, primer=(100,)), sequence(length=10, injecting={3: [5]})
    engine.submit(runner, neighbour)
    engine.submit(runner, one)
    assert one.wait(SECONDS)
    assert one.voice.events == list(range(101, 141))
    assert {1, 3} <= set(runner.calls)


def test_a_beam_takes_rows_like_any_other_and_gives_one_piece(engine):
    runner = CountingRunner(slots=4)
    beam, other = sequence(length=12, beam=Beam(2, 2, 3)), sequence(length=12, primer=(100,))
    engine.submit(runner, beam)
    engine.submit(runner, other)
    assert beam.wait(SECONDS)
    assert other.wait(SECONDS)
    assert beam.voice.events == list(range(1, 13))
    assert runner.most_rows <= 4


def test_a_beam_keeps_what_is_likelier_than_one_row_alone(engine):
    alone, beam = sequence(length=40, seed=5), sequence(length=40, seed=5, beam=Beam(4, 1, 4))
    for one in (alone, beam):
        engine.submit(CountingRunner(), one)
        assert one.wait(SECONDS)
    assert beam._best.log_likelihood > alone._best.log_likelihood


def test_a_beam_wider_than_the_slots_is_refused_at_once(engine):
    with pytest.raises(ValueError, match="4 rows, not 6"):
        engine.submit(CountingRunner(slots=4), sequence(beam=Beam(3, 2)))


def test_stopping_ends_what_runs_and_refuses_what_comes():
    engine = Engine()
    engine.start()
    one = sequence(length=10**9)
    engine.submit(CountingRunner(), one)
    engine.stop()
    with pytest.raises(EngineStopped):
        one.wait(SECONDS)
    with pytest.raises(EngineStopped):
        engine.submit(CountingRunner(), sequence())


def test_the_engine_holds_on_to_no_model_without_work(engine):
    runner = CountingRunner()
    held = weakref.ref(runner)
    one = sequence()
    engine.submit(runner, one)
    assert one.wait(SECONDS)
    del runner
    deadline = time.monotonic() + SECONDS
    while held() is not None and time.monotonic() < deadline:
        engine.submit(CountingRunner(), sequence(length=1))
        time.sleep(0.02)
        gc.collect()
    assert held() is None


def test_an_idle_engine_ticks(engine):
    time.sleep(1.5)
    assert engine.seconds_since_tick < 1.4


def test_noise_depends_on_seed_row_and_step_alone():
    whole = sequence(seed=7).branches[0].noise.random(12).tolist()
    split = sequence(seed=7).branches[0].noise
    assert [*split.random(5), *split.random(7)] == whole
    assert sequence(seed=8).branches[0].noise.random(12).tolist() != whole
    first, second = sequence(seed=7, beam=Beam(2)).branches
    assert first.noise.random(12).tolist() == whole
    assert second.noise.random(12).tolist() != whole


def test_calls_are_counted_with_their_rows_and_the_room_there_was(engine):
    runner, both = CountingRunner(slots=4, steps=3), [sequence(length=9), sequence(length=9)]
    for one in both:
        engine.submit(runner, one)
    for one in both:
        one.wait(SECONDS)
    wait_until(lambda: engine.is_idle)
    work = engine.work
    assert (work.calls, work.steps, work.slots) == (len(runner.calls), sum(runner.calls), 4 * len(runner.calls))
    assert work.calls <= work.rows <= 2 * work.calls
    assert work.events >= 18
    assert work.seconds > 0
