"""Drum hits get a loudness and a timing, which nothing but seed, step and drum decide."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models_store.models import ModelUnavailable
from worker.composing.arranging.touch import Touch, drum_type_of, touch_of
from worker.composing.voices.timeline import TimedNote
from worker.encodings.drums import KIT

KICK, SNARE, HI_HAT = 36, 38, 42
seeds = st.integers(0, 2**31 - 1)
tempos = st.floats(20, 300)
drums = st.sampled_from(sorted(KIT.decode_event(KIT.num_classes - 1)))


def hit(touch: Touch, step: int, pitch: int) -> TimedNote:
    return touch.apply((step * touch.step_seconds, (step + 1) * touch.step_seconds, pitch, 100))


def velocities(touch: Touch, steps: range, pitch: int) -> list[int]:
    return [hit(touch, step, pitch)[3] for step in steps]


def lateness(touch: Touch, steps: range, pitch: int) -> list[float]:
    return [hit(touch, step, pitch)[0] - step * touch.step_seconds for step in steps]


@given(seeds, tempos, st.lists(st.tuples(st.integers(0, 2880), drums), min_size=2, max_size=9))
def test_a_hit_is_the_same_whatever_was_asked_before(seed, qpm, hits):
    forwards, backwards = touch_of("kit", seed, qpm), touch_of("kit", seed, qpm)
    first = [hit(forwards, *one) for one in hits]
    assert [hit(backwards, *one) for one in reversed(hits)] == first[::-1]


@given(seeds, tempos, st.integers(0, 2880), drums)
def test_a_hit_moves_a_little_and_never_into_the_next_nor_before_the_beginning(seed, qpm, step, pitch):
    touch = touch_of("kit", seed, qpm)
    start, end, same_pitch, velocity = hit(touch, step, pitch)
    assert touch.lead_seconds <= min(0.030, 0.3 * touch.step_seconds)
    assert abs(start - step * touch.step_seconds) <= touch.lead_seconds + 1e-9
    assert 0 <= start < end <= (step + 1) * touch.step_seconds - touch.lead_seconds + 1e-9
    assert same_pitch == pitch
    assert 1 <= velocity <= 127
    assert hit(touch, step + 1, pitch)[0] >= end - 1e-9


@given(seeds, st.floats(0.001, 0.124))
def test_a_hit_cut_by_the_end_of_the_piece_still_sounds_within_it(seed, length_seconds):
    start, end, _, _ = touch_of("kit", seed, 120.0).apply((10.0, 10.0 + length_seconds, SNARE, 100))
    assert start < end <= 10.0 + length_seconds


def test_what_is_no_drum_of_the_kit_is_left_as_it_is():
    note = (1.0, 1.125, 100, 64)
    assert touch_of("kit", 1, 120.0).apply(note) == note


def test_a_drum_and_those_heard_as_it_are_struck_alike():
    touch = touch_of("kit", 1, 120.0)
    assert (drum_type_of(35), drum_type_of(KICK), drum_type_of(100)) == (0, 0, None)
    assert hit(touch, 8, 35)[3] == hit(touch, 8, KICK)[3]


def test_a_backbeat_is_louder_than_what_lies_between():
    loud, soft = (
        np.mean([velocities(touch_of("kit", seed, 120.0), range(step, 320, 16), SNARE) for seed in range(20)])
        for step in (4, 7)
    )
    assert loud > soft + 15


def test_a_drummer_keeps_habits_from_bar_to_bar_and_others_have_their_own():
    kits = [touch_of("kit", seed, 120.0) for seed in range(60)]
    one, other = ([velocities(kit, range(bar * 16, bar * 16 + 16), HI_HAT) for kit in kits] for bar in (3, 4))
    by_place = np.array(one) - np.mean(one, axis=0), np.array(other) - np.mean(other, axis=0)
    same = np.corrcoef(by_place[0].ravel(), by_place[1].ravel())[0, 1]
    strangers = np.corrcoef(by_place[0].ravel(), np.roll(by_place[1], 1, axis=0).ravel())[0, 1]
    assert 0.4 < same < 0.9
    assert abs(strangers) < 0.15


def test_drums_struck_at_once_come_together_rather_than_each_on_its_own():
    kits = [touch_of("kit", seed, 90.0) for seed in range(60)]
    kick, snare, later = (
        np.ravel([lateness(kit, steps, pitch) for kit in kits])
        for steps, pitch in ((range(0, 160, 4), KICK), (range(0, 160, 4), SNARE), (range(80, 240, 4), SNARE))
    )
    assert np.corrcoef(kick, snare)[0, 1] > 0.3
    assert np.corrcoef(kick, snare)[0, 1] > np.corrcoef(kick, later)[0, 1] + 0.1


def test_an_unknown_touch_is_refused():
    with pytest.raises(ModelUnavailable, match="no touch 'brushes'"):
        touch_of("brushes", 1, 120.0)
