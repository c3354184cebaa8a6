"""Drum tracks: from classes to hits of the right length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.worker.composing.voices.parts import feed, voice
from worker.contract.part_spec import Primer
from worker.encodings.drums import KIT

KICK = KIT.encode_event({36})
classes = st.lists(st.integers(0, KIT.num_classes - 1), min_size=1, max_size=64)


@given(classes)
def test_hits_come_back_as_the_drums_that_were_decided(events):
    played = voice("drum_kit", seconds=(1 + len(events)) / 8)
    feed(played, *events)
    hits = {(note["start_seconds"].item(), note["pitch"].item()) for note in played.notes()}
    assert played.done
    assert hits == {(step / 8, pitch) for step, e in enumerate([KICK, *events]) for pitch in KIT.decode_event(e)}


@pytest.mark.parametrize("length_seconds", [5, 7.3, 30, 180])
@pytest.mark.parametrize("qpm", [60.0, 97.0, 180.0])
def test_no_hit_sounds_past_the_asked_length(length_seconds, qpm):
    played = voice("drum_kit", seconds=length_seconds, qpm=qpm)
    while not played.done:
        feed(played, KICK)
    notes = played.notes()
    assert (notes["end_seconds"] <= length_seconds).all()
    assert notes["end_seconds"][-1] > length_seconds - 60 / qpm / 4
    assert played.seconds == length_seconds


def test_without_a_primer_there_is_a_bass_drum_on_the_one():
    assert voice("drum_kit").primer == [(KICK,)]
    assert voice("drum_kit").notes().tolist() == [(0.0, 0.125, 36, 100)]


def test_a_primer_keeps_drums_that_the_network_hears_as_others():
    played = voice("drum_kit", Primer(drums=((35, 44), (), (49,))))
    assert played.primer[:3] == [(KIT.encode_event({36, 42}),), (0,), (KIT.encode_event({49}),)]
    assert played.notes()["pitch"].tolist() == [35, 44, 49]


def test_one_drum_hears_eighths():
    played = voice("one_drum", Primer(drums=((36,), (), (38,), (), (36,))))
    assert played.primer == [(1,), (1,), (1,), (0,)]
    feed(played, 1)
    assert played.notes().tolist()[-1] == (1.0, 1.25, 39, 100)
