"""Which chord follows which."""

from __future__ import annotations

import json
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models_store.catalogue.scales import SCALES
from models_store.models import ModelUnavailable
from models_store.progressions import Degree, Progressions, load_progressions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MAJOR = {"": {"0": 3, "9m": 1}, "0": {"5": 1}, "9m": {"5": 1}, "5": {"7": 1}, "5 7": {"0": 2, "9m": 2, "11dim": 1}}
MINOR = {"": {"0m": 1}, "0m": {"8": 1, "10": 1}, "8": {"10": 1}, "10": {"0m": 1, "3": 1}}
DATA: dict[str, Any] = {"modes": {"major": 0.75, "minor": 0.25}, "chords": {"major": MAJOR, "minor": MINOR}}


@pytest.fixture
def stored(tmp_path: Path) -> Callable[..., Progressions]:
    """Stores and loads progressions, some of their data changed."""

    def store(**changed: Any) -> Progressions:
        (tmp_path / "rock.json").write_text(json.dumps({**DATA, **changed}))
        return load_progressions("rock", tmp_path)

    return store


def names(chords: tuple[Degree, ...]) -> list[str]:
    return [str(chord) for chord in chords]


@pytest.mark.parametrize("name", ["0", "9m", "11dim", "10"])
def test_a_chord_is_read_as_it_is_written(name: str) -> None:
    assert str(Degree.parse(name)) == name


@pytest.mark.parametrize("name", ["", "12", "m", "0aug", "-1", "00", " 0"])
def test_what_is_no_chord_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is no chord"):
        Degree.parse(name)


def test_a_chord_knows_its_tones() -> None:
    assert Degree.parse("9m").tones == {9, 0, 4}
    assert Degree.parse("11dim").tones == {11, 2, 5}


@given(seed=st.integers(0, 2**31 - 1), bars=st.integers(1, 40))
def test_every_chord_has_followed_the_ones_before_it(seed: int, bars: int) -> None:
    progressions = Progressions({"major": 1.0, "minor": 0.0}, parsed(DATA["chords"]))
    drawn = names(progressions.sample("major", bars, Random(seed).random))
    assert len(drawn) == bars
    assert drawn[0] in MAJOR[""]
    for place, (before, chord) in enumerate(pairwise(drawn)):
        longest = MAJOR.get(" ".join(drawn[max(0, place - 1) : place + 1]))
        assert chord in (longest or MAJOR.get(before) or MAJOR[""])


def parsed(chords: dict[str, Any]) -> dict[str, Any]:
    return {
        mode: {before: {Degree.parse(name): n for name, n in after.items()} for before, after in known.items()}
        for mode, known in chords.items()
    }


def test_the_same_chance_gives_the_same_chords(stored: Callable[..., Progressions]) -> None:
    progressions = stored()
    first, second = (progressions.sample("minor", 16, Random(5).random) for _ in range(2))
    assert first == second
    assert len({progressions.sample("minor", 16, Random(seed).random) for seed in range(20)}) > 1


def test_modes_and_chords_come_as_often_as_they_were_counted(stored: Callable[..., Progressions]) -> None:
    progressions, draw = stored(), Random(1).random
    modes = [progressions.sample_mode(draw) for _ in range(2000)]
    assert modes.count("minor") / 2000 == pytest.approx(0.25, abs=0.05)
    first = [str(progressions.sample("major", 1, draw)[0]) for _ in range(2000)]
    assert first.count("9m") / 2000 == pytest.approx(0.25, abs=0.05)


@given(seed=st.integers(0, 2**31 - 1), scale=st.sampled_from(sorted(SCALES)))
def test_chords_within_a_scale_have_its_notes_alone_but_for_the_tonic(seed: int, scale: str) -> None:
    progressions = Progressions({"major": 1.0, "minor": 0.0}, parsed(DATA["chords"]))
    for mode, tonic in (("major", "0"), ("minor", "0m")):
        chords = progressions.sample(mode, 8, Random(seed).random, SCALES[scale])
        assert all(chord.tones <= set(SCALES[scale]) or str(chord) == tonic for chord in chords)


def test_what_there_is_not_is_refused_and_those_there_are_are_named(
    stored: Callable[..., Progressions], tmp_path: Path
) -> None:
    stored()
    with pytest.raises(ModelUnavailable, match="no progressions 'polka'; there are: rock"):
        load_progressions("polka", tmp_path)


@pytest.mark.parametrize(
    "changed",
    [
        {"modes": {"major": 1.0}},
        {"chords": {"major": MAJOR}},
        {"chords": {"major": MAJOR, "minor": {"0m": {"8": 1}}}},
        {"chords": {"major": MAJOR, "minor": {"": {}}}},
        {"chords": {"major": MAJOR, "minor": {"": {"Am": 1}}}},
    ],
)
def test_a_file_that_lacks_something_is_refused(stored: Callable[..., Progressions], changed: dict[str, Any]) -> None:
    with pytest.raises(ModelUnavailable, match="'rock' are not as they must be"):
        stored(**changed)
