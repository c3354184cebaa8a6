"""What the catalogue makes of a piece of some length, tempo and seed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models_store.catalogue.limits import LENGTH_SECONDS, QPM, SEED
from models_store.catalogue.scales import KEYS, SCALES, is_minor
from models_store.progressions import load_progressions
from tests.unit.web.builders import PROGRESSIONS
from tests.unit.web.test_form import BAND, BASS
from web.catalogue.services.outline import Asked, Outline
from worker.contract.chords import DEFAULT_CHORDS, is_triad
from worker.contract.plan import Plan

if TYPE_CHECKING:
    from pathlib import Path

TONICS = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
ANY_PIECE = given(
    length=st.floats(LENGTH_SECONDS.minimum, LENGTH_SECONDS.maximum),
    qpm=st.floats(QPM.minimum, QPM.maximum),
    seed=st.integers(SEED.minimum, SEED.maximum),
)
WITH_FILES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def band(tmp_path: Path) -> Outline:
    (tmp_path / "rock.json").write_text(json.dumps(PROGRESSIONS))
    return Outline(BAND, load_progressions("rock", tmp_path), closes=True)


def laid_out(
    outline: Outline,
    seed: int = 0,
    length: float = 30.0,
    qpm: float = 120.0,
    key: str | None = None,
    scale: str | None = None,
) -> tuple[Plan, tuple[str, ...]]:
    plan, chords = outline.laid_out(Asked(length, qpm, key, scale, None), seed)
    assert plan is not None
    return plan, chords


@WITH_FILES
@ANY_PIECE
def test_there_is_a_known_triad_for_each_bar_and_the_last_is_the_tonic(
    band: Outline, length: float, qpm: float, seed: int
) -> None:
    plan, chords = laid_out(band, seed, length, qpm)
    assert plan.tonic is not None
    assert len(chords) == sum(section.bars for section in plan.sections)
    assert all(is_triad(chord) for chord in chords)
    assert len(chords) == 1 or chords[-1] == TONICS[plan.tonic] + "m" * plan.is_minor


@WITH_FILES
@ANY_PIECE
def test_the_same_seed_gives_the_same_plan_and_chords(band: Outline, length: float, qpm: float, seed: int) -> None:
    assert laid_out(band, seed, length, qpm) == laid_out(band, seed, length, qpm)


def test_other_seeds_give_other_keys_modes_and_chords(band: Outline) -> None:
    found = [laid_out(band, seed) for seed in range(200)]
    assert {plan.tonic for plan, _ in found} == set(range(12))
    assert {plan.is_minor for plan, _ in found} == {True, False}
    assert len({chords for _, chords in found}) > 50


@WITH_FILES
@given(seed=st.integers(0, 2**31 - 1), key=st.sampled_from(sorted(KEYS)), scale=st.sampled_from(sorted(SCALES)))
def test_a_key_that_is_asked_for_is_kept(band: Outline, seed: int, key: str, scale: str) -> None:
    plan, chords = laid_out(band, seed, key=key, scale=scale)
    assert (plan.tonic, plan.is_minor) == (KEYS[key], is_minor(scale))
    assert chords[-1] == TONICS[KEYS[key]] + "m" * is_minor(scale)


def test_a_section_has_a_loop_of_its_own_and_the_intro_that_of_a(band: Outline) -> None:
    for seed in range(20):
        _, chords = laid_out(band, seed)
        intro, first, second, third = chords[:2], chords[2:6], chords[6:10], chords[10:14]
        assert first == third
        assert first[:2] == intro
        assert len(second) == 4


def test_who_plays_alone_needs_no_sections(band: Outline) -> None:
    plan, chords = laid_out(Outline((BASS,), band.progressions, closes=True))
    assert plan.sections == ()
    assert plan.tonic is not None
    assert len(chords) == 15


def test_where_nothing_is_drawn_the_key_is_nobodys_but_that_asked_for() -> None:
    plan, chords = laid_out(Outline((BASS,), None, closes=True))
    assert (plan, chords) == (Plan(), DEFAULT_CHORDS)
    assert laid_out(Outline((BASS,), None, closes=True), key="D", scale="minor")[0] == Plan(2, is_minor=True)


def test_what_does_not_close_has_no_plan(band: Outline) -> None:
    plan, chords = Outline(BAND, band.progressions, closes=False).laid_out(Asked(30, 120, None, None, None), 0)
    assert plan is None
    assert len(chords) == 15
