"""A piece in sections, and who plays in which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models_store.catalogue.limits import BARS, LENGTH_SECONDS, QPM
from web.catalogue.services.form import Player, bar_count, form_of, sections_of

DRUMS = Player("drums", is_drum=True)
FILLS = Player("fills", is_drum=True, sections=("fill",))
BASS = Player("bass", is_drum=False)
LEAD = Player("lead", is_drum=False, sections=("A", "B"))
BAND = (DRUMS, FILLS, BASS, LEAD)

LENGTHS = st.floats(LENGTH_SECONDS.minimum, LENGTH_SECONDS.maximum)
TEMPOS = st.floats(QPM.minimum, QPM.maximum)


@pytest.mark.parametrize(
    ("length_seconds", "qpm", "bars"),
    [(30, 120, 15), (30, 128, 16), (30, 92, 12), (29, 120, 15), (28.9, 120, 14), (5, 20, 1), (180, 300, 224)],
)
def test_a_piece_has_as_many_bars_as_begin_a_second_before_its_end(
    length_seconds: float, qpm: float, bars: int
) -> None:
    assert bar_count(length_seconds, qpm) == bars


@pytest.mark.parametrize(
    ("bars", "form"),
    [
        (1, [("A", 1)]),
        (2, [("A", 1), ("ending", 1)]),
        (5, [("A", 4), ("ending", 1)]),
        (6, [("A", 5), ("ending", 1)]),
        (7, [("intro", 2), ("A", 4), ("ending", 1)]),
        (12, [("intro", 2), ("A", 4), ("B", 5), ("ending", 1)]),
        (15, [("intro", 2), ("A", 4), ("B", 4), ("A", 4), ("ending", 1)]),
        (27, [("intro", 2), ("A", 8), ("B", 8), ("A", 8), ("ending", 1)]),
        (32, [("intro", 2), ("A", 8), ("B", 8), ("A", 8), ("B", 5), ("ending", 1)]),
    ],
)
def test_sections_come_in_turn_before_the_ending(bars: int, form: list[tuple[str, int]]) -> None:
    assert form_of(bars, BAND) == form


@given(length_seconds=LENGTHS, qpm=TEMPOS)
def test_sections_have_the_bars_of_the_piece_together(length_seconds: float, qpm: float) -> None:
    bars = bar_count(length_seconds, qpm)
    assert 1 <= bars <= BARS.maximum
    assert (bars - 1) * 240 / qpm <= length_seconds < bars * 240 / qpm + 1.0 + 1e-6
    sections = sections_of(form_of(bars, BAND), BAND)
    assert sum(section.bars for section in sections) == bars
    assert all(section.bars >= 1 and section.roles for section in sections)
    assert bars == 1 or (sections[-1].name, sections[-1].bars) == ("ending", 1)


@given(bars=st.integers(2, 224))
def test_fills_end_sections_and_nobody_plays_drums_twice_at_once(bars: int) -> None:
    sections = sections_of(form_of(bars, BAND), BAND)
    for section in sections:
        assert ("fills" in section.roles) == (section.name == "fill") == ("drums" not in section.roles)
        assert section.name != "fill" or section.bars == 1


def test_each_part_plays_where_it_is_named_and_through_the_fills_of_those() -> None:
    sections = sections_of(form_of(15, BAND), BAND)
    assert [(section.name, section.bars, section.roles) for section in sections] == [
        ("intro", 2, ("drums", "bass")),
        *[
            entry
            for name in ("A", "B", "A")
            for entry in ((name, 3, ("drums", "bass", "lead")), ("fill", 1, ("fills", "bass", "lead")))
        ],
        ("ending", 1, ("drums", "bass", "lead")),
    ]


def test_who_plays_in_b_alone_rests_in_the_fill_of_a() -> None:
    late = Player("strings", is_drum=False, sections=("B",))
    sections = sections_of([("A", 4), ("B", 4), ("ending", 1)], (*BAND, late))
    assert ["strings" in section.roles for section in sections] == [False, False, True, True, True]


def test_without_anybody_for_fills_the_drums_play_on() -> None:
    players = (DRUMS, BASS)
    sections = sections_of(form_of(15, players), players)
    assert {section.name for section in sections} == {"A", "B", "ending"}
    assert all(section.roles == ("drums", "bass") for section in sections)
