"""The styles that Cadenza ships."""

from __future__ import annotations

from typing import get_args

import pytest

from models_store.catalogue import TypeEntry, Voicing, load_styles
from models_store.catalogue.grooves import load_grooves
from models_store.catalogue.limits import LENGTH_SECONDS, NARROWEST_REGISTER, OCTAVES, PROGRAM, QPM, TEMPERATURE
from models_store.touches import load_touch

SECTIONS = {"intro", "A", "B", "fill", "ending"}
TYPES = {f"{style.slug}/{type_.slug}": type_ for style in load_styles() for type_ in style.types}
EVERY_TYPE = pytest.mark.parametrize("type_", TYPES.values(), ids=TYPES.keys())


def test_there_are_seven_styles_in_this_order() -> None:
    slugs = ["piano", "drums", "rock", "electronic", "classical", "folk", "pop"]
    assert [style.slug for style in load_styles()] == slugs
    assert [style.position for style in load_styles()] == list(range(1, 8))


def test_no_two_types_of_a_style_share_a_name() -> None:
    for style in load_styles():
        assert len({type_.slug for type_ in style.types}) == len(style.types) > 0
        assert len({type_.name for type_ in style.types}) == len(style.types)


def test_every_style_and_type_says_what_it_is() -> None:
    for style in load_styles():
        assert style.icon
        assert style.name
        assert style.description.endswith(".")
        assert all(type_.name and type_.description.endswith(".") for type_ in style.types)


@EVERY_TYPE
def test_every_type_can_be_played_as_it_is(type_: TypeEntry) -> None:
    assert type_.parts
    assert LENGTH_SECONDS.minimum <= type_.default_length_seconds <= LENGTH_SECONDS.maximum
    assert TEMPERATURE.minimum <= type_.default_temperature <= TEMPERATURE.maximum
    assert QPM.minimum <= type_.qpm <= QPM.maximum


@EVERY_TYPE
def test_every_part_sounds_within_its_limits(type_: TypeEntry) -> None:
    for part in type_.parts:
        assert 0 <= part.program <= PROGRAM.maximum
        assert OCTAVES.minimum <= part.octaves <= OCTAVES.maximum
        assert 0 <= part.lowest_pitch <= part.highest_pitch - NARROWEST_REGISTER <= 127 - NARROWEST_REGISTER
        assert part.voicing in get_args(Voicing)
        assert set(part.sections) <= SECTIONS


@EVERY_TYPE
def test_drums_are_struck_by_hand_and_all_else_is_pitched(type_: TypeEntry) -> None:
    for part in type_.parts:
        assert bool(part.touch) == part.is_drum
        assert not part.is_drum or (part.octaves, part.voicing) == (0, "line")


@EVERY_TYPE
def test_the_parts_of_a_type_are_told_apart_by_their_roles(type_: TypeEntry) -> None:
    assert len({part.role for part in type_.parts}) == len(type_.parts)


@EVERY_TYPE
def test_grooves_and_touches_are_there(type_: TypeEntry) -> None:
    assert set(type_.grooves) <= set(load_grooves())
    assert all(load_touch(part.touch) for part in type_.parts if part.touch)


def test_bands_close_and_have_somebody_for_the_fills() -> None:
    bands = [type_ for type_ in TYPES.values() if len(type_.parts) > 1]
    assert len(bands) == 3
    for band in bands:
        assert band.closes
        assert band.progressions
        assert [part.role for part in band.parts if part.sections == ("fill",)] == ["fills"]
