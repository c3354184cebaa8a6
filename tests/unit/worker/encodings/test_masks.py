"""Range and scale: only the beginning of a pitched note is ever forbidden."""

from __future__ import annotations

import note_seq
import numpy as np
import pytest

from worker.contract.part_spec import Sampling
from worker.encodings.configs import CONFIGS, config_of
from worker.encodings.masks import allowed_classes

PITCHED = [config for config in CONFIGS.values() if config.family != "drums"]
C_MAJOR = Sampling(lowest_pitch=55, highest_pitch=72, pitch_classes=(0, 2, 4, 5, 7, 9, 11))
SCALE = [55, 57, 59, 60, 62, 64, 65, 67, 69, 71, 72]


@pytest.mark.parametrize("config", CONFIGS.values(), ids=lambda config: config.id)
def test_nothing_is_forbidden_where_no_limit_is_set(config):
    assert allowed_classes(config, Sampling()) is None


@pytest.mark.parametrize("config", PITCHED, ids=lambda config: config.id)
def test_the_pitches_of_a_scale_are_left(config):
    allowed = allowed_classes(config, C_MAJOR)
    assert allowed is not None
    assert len(allowed) == (88 if config.is_nade else sum(config.heads))
    pitches = 88 if config.is_nade else 36 if config.family in ("melody", "improv") else 128
    forbidden = (128 if config.id == "mono_rnn" else pitches) - len(SCALE)
    assert (~allowed).sum() == forbidden


@pytest.mark.parametrize("config_id", ["basic_rnn", "mono_rnn", "lookback_rnn", "attention_rnn"])
def test_melodies_may_always_rest_and_repeat(config_id):
    config = config_of(config_id)
    allowed = allowed_classes(config, C_MAJOR)
    assert allowed is not None
    events = [config.encoder.class_index_to_event(index, []) for index in range(len(allowed))]
    assert {event for event, may in zip(events, allowed, strict=True) if may and event >= 0} == set(SCALE)
    assert all(may for event, may in zip(events, allowed, strict=True) if event < 0)


@pytest.mark.parametrize("config_id", ["lookback_rnn", "attention_rnn", "attention_improv"])
def test_a_melody_that_heard_a_note_outside_the_scale_does_not_repeat(config_id):
    config = config_of(config_id)
    inside, outside = 2 + 60 - 48, 2 + 61 - 48
    may, may_not = (allowed_classes(config, C_MAJOR, heard=[(inside,), (0,), (last,)]) for last in (inside, outside))
    assert may is not None
    assert may_not is not None
    assert may.tolist() == [*may_not[:-2].tolist(), True, True]
    assert not may_not[-2:].any()


def test_limits_are_those_of_the_pitches_that_sound():
    allowed = allowed_classes(config_of("basic_rnn"), Sampling(lowest_pitch=60, highest_pitch=60), transposed=5)
    assert allowed is not None
    assert np.flatnonzero(allowed).tolist() == [0, 1, 2 + 65 - 48]


def test_a_performance_may_end_notes_outside():
    config = config_of("performance_with_dynamics")
    allowed = allowed_classes(config, C_MAJOR)
    assert allowed is not None
    for index, may in enumerate(allowed):
        event = note_seq.PerformanceOneHotEncoding(num_velocity_bins=32).decode_event(index)
        assert may == (event.event_type != event.NOTE_ON or event.event_value in SCALE)


def test_drums_are_never_forbidden():
    assert allowed_classes(config_of("drum_kit"), C_MAJOR) is None


def test_limits_that_leave_no_pitch_are_refused():
    with pytest.raises(ValueError, match="no pitch is left"):
        allowed_classes(config_of("basic_rnn"), Sampling(lowest_pitch=100))
