"""The key that is heard in notes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.composing.arranging.key import Key, heard_key
from worker.composing.voices.timeline import TimedNote

MAJOR = (0, 4, 7, 12, 11, 9, 7, 5, 4, 2, 0, 7, 0)
MINOR = (0, 3, 7, 12, 11, 8, 7, 5, 3, 2, 0, 7, 0)


def tune(tonic: int, steps: tuple[int, ...]) -> list[TimedNote]:
    return [(place / 2, place / 2 + 0.5, 48 + tonic + step, 90) for place, step in enumerate(steps)]


@pytest.mark.parametrize("is_minor", [False, True])
@pytest.mark.parametrize("tonic", range(12))
def test_a_tune_is_heard_in_its_key(tonic, is_minor):
    assert heard_key(tune(tonic, MINOR if is_minor else MAJOR)) == Key(tonic, is_minor)


def test_what_sounds_long_counts_for_more_than_what_sounds_often():
    long = [(0.0, 9.0, 66, 90), (0.0, 9.0, 70, 90), (0.0, 9.0, 73, 90)]
    assert heard_key([*tune(0, MAJOR), *long]) == Key(6, is_minor=False)


@given(st.permutations(tune(5, MINOR)))
def test_the_order_of_the_notes_does_not_matter(notes):
    assert heard_key(notes) == Key(5, is_minor=True)


def test_nothing_is_heard_in_c_major():
    assert heard_key([]) == Key(0, is_minor=False)


def test_a_minor_key_has_a_minor_chord():
    assert Key(9, is_minor=True).triad == (9, 0, 4)
    assert Key(9, is_minor=False).triad == (9, 1, 4)
