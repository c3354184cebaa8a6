"""Rows of a batch do not hear each other: a row's music depends on its own noise and rules alone."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.unit.worker.networks.test_encoders import heard
from worker.encodings.configs import CONFIGS
from worker.engine.rules import Rules
from worker.engine.runner import SAMPLE, Call, Decided, Joining
from worker.networks.bundle import read_bundle
from worker.networks.comparison import softmax
from worker.networks.runner import BUCKETS, STEPS, NetworkRunner
from worker.networks.unrolled import last_layer

DATA = Path(__file__).parents[3] / "data"
CALLS = 4
NAMES = [
    "performance_with_dynamics",
    "drum_kit",
    "attention_rnn",
    "performance_with_dynamics_and_note_encoding",
    "optional_multiconditioned_performance_with_dynamics",
    "rnn-nade",
]


def loaded(name: str) -> NetworkRunner:
    bundle = read_bundle(DATA / f"{name}.mag")
    return NetworkRunner(bundle.weights, bundle.attn_length, CONFIGS[name])


@pytest.fixture(scope="module", params=NAMES)
def runner(request: pytest.FixtureRequest) -> NetworkRunner:
    runner = loaded(request.param)
    runner.warm_up()
    return runner


@pytest.fixture(scope="module")
def performance() -> NetworkRunner:
    return loaded("performance_with_dynamics")


def noise(runner: NetworkRunner, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).random((CALLS * STEPS, runner.draws), dtype=np.float32)


def controls(runner: NetworkRunner, rows: int) -> list[Any]:
    size = runner.control_size
    return [(np.zeros(runner.segments), np.ones((runner.segments, size)) / size)] * rows if size else []


def call(runner: NetworkRunner, drawn: list[np.ndarray]) -> Call:
    forced = np.full((len(drawn), len(drawn[0]), runner.event_size), SAMPLE, np.int32)
    return Call(forced, np.stack(drawn), controls(runner, len(drawn)))


def joining(runner: NetworkRunner, rules: Rules) -> Joining:
    return Joining((1,) * runner.event_size, rules)


def play(runner: NetworkRunner, seeds: list[int], starts: list[int] | None = None) -> dict[int, list[Any]]:
    """Events by seed; the row of a seed joins at the call that `starts` says."""
    starts = starts or [0] * len(seeds)
    events: dict[int, list[Any]] = {seed: [] for seed in seeds}
    playing: list[int] = []
    for number in range(CALLS + max(starts)):
        going_on = [seed for seed in playing if len(events[seed]) < CALLS * STEPS]
        rows: list[int | Joining] = [playing.index(seed) for seed in going_on]
        new = [seed for seed, start in zip(seeds, starts, strict=True) if start == number]
        playing = going_on + new
        runner.arrange(rows + [joining(runner, Rules())] * len(new), [Rules()] * len(playing))
        drawn = [noise(runner, seed)[len(events[seed]) :][:STEPS] for seed in playing]
        decided = runner.step(call(runner, drawn))
        for seed, row in zip(playing, decided.events, strict=True):
            events[seed] += row.tolist()
    return events


def one_call(runner: NetworkRunner, rules: list[Rules], seed: int = 3) -> Decided:
    runner.arrange([joining(runner, one) for one in rules], rules)
    return runner.step(call(runner, [noise(runner, seed + row)[:STEPS] for row in range(len(rules))]))


@pytest.mark.parametrize("neighbours", [2, 5, 17, 64])
def test_a_row_among_others_decides_what_it_decides_alone(runner, neighbours):
    alone = play(runner, [7])[7]
    assert play(runner, [*range(100, 100 + neighbours - 1), 7])[7] == alone


def test_rows_that_join_and_leave_disturb_nobody(runner):
    alone = {seed: play(runner, [seed])[seed] for seed in (1, 2, 3)}
    seeds, starts = [1, 50, 2, *range(60, 72), 3], [0, 1, 2, *[3] * 12, 4]
    together = play(runner, seeds, starts)
    assert {seed: together[seed] for seed in alone} == alone


def test_one_event_a_call_gives_what_many_a_call_give(runner):
    whole = play(runner, [9])[9][:STEPS]
    runner.arrange([joining(runner, Rules())], [Rules()])
    drawn = noise(runner, 9)
    single = [runner.step(call(runner, [drawn[step : step + 1]])).events[0, 0].tolist() for step in range(STEPS)]
    assert single == whole


def test_two_rows_may_go_on_from_one(runner):
    runner.arrange([joining(runner, Rules())], [Rules()])
    runner.step(call(runner, [noise(runner, 1)[:STEPS]]))
    runner.arrange([0, 0], [Rules()] * 2)
    first, second = runner.step(call(runner, [noise(runner, 2)[:STEPS]] * 2)).events
    assert first.tolist() == second.tolist()


def test_other_noise_gives_other_music(runner):
    events = play(runner, [1, 2])
    assert events[1] != events[2]


def test_forced_events_are_taken_as_they_are_and_count_for_nothing(performance):
    performance.arrange([joining(performance, Rules())], [Rules()])
    asked = call(performance, [noise(performance, 1)[:STEPS]])
    asked.forced[0, :3, 0] = (5, 6, 7)
    decided = performance.step(asked)
    assert decided.events[0, :3, 0].tolist() == [5, 6, 7]
    assert decided.log_likelihood[0, :3].tolist() == [0, 0, 0]
    assert (decided.log_likelihood[0, 3:] < 0).all()


@pytest.mark.parametrize("name", ["performance_with_dynamics", "drum_kit", "polyphony", "basic_rnn"])
def test_likelihoods_are_those_of_the_network_that_is_compared_with_magenta(name):
    bundle, runner = read_bundle(DATA / f"{name}.mag"), loaded(name)
    decided = one_call(runner, [Rules()])
    chosen = decided.events[0, :, 0]
    events = np.concatenate(([1], chosen[:-1])).astype(np.int32)[:, None]
    logits = last_layer(bundle.weights, heard(CONFIGS[name], events), bundle.attn_length)
    expected = np.log(softmax(logits, 1.0))[np.arange(STEPS), chosen]
    assert decided.log_likelihood[0] == pytest.approx(expected, abs=1e-4)


def test_networks_of_one_form_share_graphs_and_each_plays_its_own():
    bundle = read_bundle(DATA / "attention_rnn.mag")
    tensors = {name: tensor + 0.1 for name, tensor in bundle.weights.to_tensors().items()}
    weights = [bundle.weights, type(bundle.weights).from_tensors(tensors)]
    alone = [play(NetworkRunner(one, 40, CONFIGS["attention_rnn"]), [7]) for one in weights]
    beside = [NetworkRunner(one, 40, CONFIGS["attention_rnn"]) for one in weights]
    assert beside[0]._shared is beside[1]._shared
    assert [play(runner, [7]) for runner in reversed(beside)] == list(reversed(alone))
    assert alone[0] != alone[1]


def test_a_network_that_is_let_go_of_is_not_held_by_one_of_its_form():
    first, second = loaded("basic_rnn"), loaded("basic_rnn")
    for runner in (first, second):
        play(runner, [7])
    held = weakref.ref(first._graph)
    del first, runner
    gc.collect()
    assert held() is None
    assert play(second, [7])


def test_the_largest_bucket_holds_all_slots():
    assert BUCKETS[-1] == NetworkRunner.slots


def test_what_is_not_allowed_is_never_chosen(performance):
    allowed = np.zeros(388, np.bool_)
    allowed[[60, 300]] = True
    decided = one_call(performance, [Rules(allowed=allowed), Rules()])
    assert set(decided.events[0, :, 0].tolist()) <= {60, 300}
    assert len(set(decided.events[1, :, 0].tolist())) > 2


def test_the_end_of_a_note_that_does_not_sound_can_be_forbidden(performance):
    ends = np.zeros(388, np.bool_)
    ends[[40, 128 + 40, 128 + 41]] = True
    decided = one_call(performance, [Rules(allowed=ends, forbids_senseless=True)])
    assert 128 + 41 not in decided.events[0, :, 0]
    assert 128 + 40 not in decided.events[0, : decided.events[0, :, 0].tolist().index(40), 0]


def test_only_the_likeliest_is_left_by_a_top_k_of_one_and_a_tiny_top_p(performance):
    colder = one_call(performance, [Rules(temperature=1e-4)]).events
    assert one_call(performance, [Rules(top_k=1)]).events.tolist() == colder.tolist()
    assert one_call(performance, [Rules(top_p=1e-6)]).events.tolist() == colder.tolist()


def test_a_row_that_filters_changes_nothing_for_one_that_does_not(performance):
    alone = one_call(performance, [Rules()]).events[0]
    assert one_call(performance, [Rules(), Rules(top_k=3)]).events[0].tolist() == alone.tolist()


def test_a_network_whose_numbers_overflow_says_so():
    bundle = read_bundle(DATA / "performance_with_dynamics.mag")
    tensors = bundle.weights.to_tensors()
    tensors["fully_connected/biases"] = np.full_like(tensors["fully_connected/biases"], np.nan)
    weights = type(bundle.weights).from_tensors(tensors)
    runner = NetworkRunner(weights, 0, CONFIGS["performance_with_dynamics"])
    assert not one_call(runner, [Rules()]).sound.any()


def test_a_row_count_that_gives_other_bits_is_not_used_and_that_is_said(monkeypatch, caplog):
    runner = loaded("basic_rnn")
    probed = runner._probed

    def one_bit_off_at_four(bucket: int) -> list[np.ndarray]:
        return [value + (bucket == 4) for value in probed(bucket)]

    monkeypatch.setattr(runner, "_probed", one_bit_off_at_four)
    runner.warm_up((1, 4))
    assert runner.buckets == (1, 64)
    assert "4 rows at once give other bits than 64" in caplog.text
    assert len(one_call(runner, [Rules()] * 3).events) == 3
