from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.quality.memorising import Runs, longest_runs, words_of
from tests.unit.bench.quality.music import line

TUNE = [60, 62, 64, 60, 60, 62, 64, 60, 64, 65, 67, 64, 65, 67]
OTHER = [60, 67, 61, 68, 59, 72, 55, 70, 58, 73, 54, 66]


def longest(piece: list[int], *learnt: list[int]) -> int:
    found = longest_runs([words_of(line(piece))], Runs(words_of(line(tune)) for tune in learnt))
    return int(found[0])


def test_a_copied_melody_is_found_transposed():
    assert longest([pitch + 3 for pitch in TUNE], OTHER, TUNE) == len(TUNE)


def test_a_copied_part_is_found_amid_other_notes():
    assert longest([90, *(pitch - 7 for pitch in TUNE[2:9]), 20], OTHER, TUNE) == 7


def test_two_tunes_are_not_heard_as_one():
    assert longest([*TUNE[:7], *TUNE[:7]], TUNE[:7], TUNE[:7]) == 7


def test_another_rhythm_is_no_copy():
    found = longest_runs([words_of(line(TUNE, 0.5))], Runs([words_of(line(TUNE))]))
    assert list(found) == [0]


def test_the_same_drums_are_a_copy_and_others_are_not():
    beat, moved = line([36, 42, 38, 42], role="drums"), line([37, 43, 39, 43], role="drums")
    assert list(longest_runs([words_of(beat), words_of(moved)], Runs([words_of(beat)]))) == [4, 0]


def test_a_piece_of_one_note_or_none_is_no_copy():
    assert list(longest_runs([words_of(line([60])), words_of(line([]))], Runs([words_of(line(TUNE))]))) == [0, 0]


small = st.lists(st.integers(60, 62), max_size=12)


def by_hand(piece: list[int], learnt: list[list[int]]) -> int:
    """The longest run of intervals, by trying all."""
    steps, known = np.diff(piece).tolist(), [np.diff(tune).tolist() for tune in learnt]
    runs = [steps[begin:end] for begin in range(len(steps)) for end in range(begin + 1, len(steps) + 1)]
    held = [
        len(run)
        for run in runs
        if any(run == tune[place : place + len(run)] for tune in known for place in range(len(tune) - len(run) + 1))
    ]
    return max(held) + 1 if held else 0


@given(st.lists(small, min_size=1, max_size=4), st.lists(small, max_size=4))
def test_it_finds_what_a_search_of_all_runs_finds(pieces: list[list[int]], learnt: list[list[int]]):
    found = longest_runs([words_of(line(piece)) for piece in pieces], Runs(words_of(line(tune)) for tune in learnt))
    assert list(found) == [by_hand(piece, learnt) for piece in pieces]
