"""The grooves that are shipped."""

from __future__ import annotations

import tomllib

from models_store.catalogue.grooves import GROOVES, Groove, load_grooves

KIT = {36, 38, 42, 45, 46, 48, 49, 50, 51}


def test_each_groove_is_two_bars_of_the_drums_that_the_network_plays():
    for groove in load_grooves().values():
        assert len(groove.steps) == 32
        assert all(set(step) <= KIT and list(step) == sorted(set(step)) for step in groove.steps)
        assert any(groove.steps[:16])
        assert any(groove.steps[16:])


def test_grooves_are_found_by_their_file_names_in_order():
    grooves = load_grooves()
    assert list(grooves) == sorted(path.stem for path in GROOVES.glob("*.toml"))
    assert {"funk", "hiphop", "jazz", "latin", "rock"} <= set(grooves)
    assert grooves["hiphop"].name == "Hip-hop"


def test_grooves_are_read_once():
    assert load_grooves() is load_grooves()


def test_jazz_is_kept_by_the_ride_and_rock_by_the_hi_hat():
    grooves = load_grooves()
    keeping = {slug: [step for step in grooves[slug].steps if 51 in step] for slug in ("jazz", "rock")}
    assert len(keeping["jazz"]) >= 8
    assert not keeping["rock"]


def test_a_groove_is_read_back_as_it_was_written():
    groove = Groove("waltz", 'A "waltz"', "1.mid, bars 1 and 2", ((36, 42), (), (38,), ()) * 8)
    data = tomllib.loads(groove.to_toml())
    assert [tuple(step) for step in data.pop("steps")] == list(groove.steps)
    assert data == {"slug": "waltz", "name": 'A "waltz"', "source": "1.mid, bars 1 and 2"}
