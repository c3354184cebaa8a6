"""Chord symbols: web takes what a worker's networks understand, and nothing else."""

from __future__ import annotations

import note_seq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from note_seq import chord_symbols_lib

from worker.composing.voices.improv import _require_chord
from worker.contract.chords import DEFAULT_CHORDS, NO_CHORD, is_chord, is_triad, pitch_classes
from worker.encodings.configs import config_of

KINDS = sorted(chord_symbols_lib._CHORD_KINDS_BY_ABBREV)
ROOTS = [step + sign for step in "ABCDEFG" for sign in ("", "#", "b", "##", "bb", "#b")]
CHANGES = [
    f"{how}{degree}" for how in ("add", "add#", "addb", "no", "#", "b", "") for degree in (0, 3, 5, 7, 9, 11, 13)
]


def is_taken(config_id: str, symbol: str) -> bool:
    try:
        _require_chord(config_of(config_id), symbol)
    except ValueError:
        return False
    return True


def agrees(symbol: str) -> bool:
    as_pitches, as_triad = is_taken("chord_pitches_improv", symbol), is_taken("basic_improv", symbol)
    return (is_chord(symbol), is_triad(symbol)) == (as_pitches, as_triad)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_chord_is_known(kind: str) -> None:
    assert all(is_chord(root + kind) == is_taken("chord_pitches_improv", root + kind) for root in ROOTS)
    assert agrees("C" + kind)
    assert agrees(f"F#{kind}/Bb")


bracketed = st.sampled_from(CHANGES).flatmap(lambda change: st.sampled_from([change, f"({change})", f"({change}"]))
symbols = st.builds(
    lambda root, kind, changes, bass: root + kind + "".join(changes) + bass,
    st.sampled_from(ROOTS),
    st.sampled_from(KINDS),
    st.lists(bracketed, max_size=3),
    st.sampled_from(["", "", "/E", "/Bb", "/H", "/", "/o"]),
)


@given(symbols)
def test_what_web_takes_a_worker_understands_and_the_other_way_round(symbol: str) -> None:
    assert agrees(symbol)


@given(st.text("ABCGHmMajdisu#b+-o/(0579)N.", max_size=8))
def test_no_other_word_is_a_chord_to_one_of_them_alone(symbol: str) -> None:
    assert agrees(symbol)


@pytest.mark.parametrize("config_id", ["basic_improv", "attention_improv"])
def test_every_network_of_triads_takes_the_same(config_id: str) -> None:
    for kind in KINDS:
        assert is_taken(config_id, "Eb" + kind) == is_triad("Eb" + kind)


def test_no_chord_and_those_that_are_played_by_default_are_chords() -> None:
    assert note_seq.NO_CHORD == NO_CHORD
    assert all(is_chord(symbol) and is_triad(symbol) for symbol in (NO_CHORD, *DEFAULT_CHORDS))


@pytest.mark.parametrize("symbol", ["", "H", "c", "Cmaj7 ", "C\n", "N.C", "C add9", "Cadd3", "Cno9"])
def test_what_is_no_chord_is_none(symbol: str) -> None:
    assert not is_chord(symbol)
    assert not is_triad(symbol)


@given(symbols)
def test_a_chord_has_the_pitch_classes_that_a_worker_hears_in_it(symbol: str) -> None:
    understood = is_taken("chord_pitches_improv", symbol) and symbol != NO_CHORD
    heard = {pitch % 12 for pitch in chord_symbols_lib.chord_symbol_pitches(symbol)} if understood else set()
    assert pitch_classes(symbol) == tuple(sorted(heard))


def test_no_chord_has_no_pitch_classes() -> None:
    assert pitch_classes(NO_CHORD) == ()
