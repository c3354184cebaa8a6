"""The tables of touch that are shipped."""

from __future__ import annotations

import tomllib

import pytest

from models_store.models import ModelUnavailable
from models_store.touches import TOUCHES, Feel, load_touch

NAMES = sorted(path.stem for path in TOUCHES.glob("*.json"))


def cells(feel: Feel) -> list[tuple[float, ...]]:
    return [cell for drum in feel.quantiles for cell in drum]


@pytest.mark.parametrize("name", NAMES)
def test_every_drum_has_values_in_order_at_every_sixteenth(name):
    table = load_touch(name)
    assert list(table.probabilities) == sorted(table.probabilities)
    for feel, lowest, highest in ((table.velocity, 1, 127), (table.offset, -0.5, 0.5)):
        assert [len(drum) for drum in feel.quantiles] == [16] * 9
        for cell in cells(feel):
            assert len(cell) == len(table.probabilities)
            assert list(cell) == sorted(cell)
            assert lowest <= cell[0] <= cell[-1] <= highest


@pytest.mark.parametrize("name", NAMES)
def test_shares_of_luck_leave_some_to_each_hit(name):
    table = load_touch(name)
    for feel in (table.velocity, table.offset):
        assert min(feel.take, feel.drum, feel.place, feel.habit, feel.drift) >= 0
        assert 0 < feel.own < 1
        assert 0 <= feel.carry < 1


@pytest.mark.parametrize("name", NAMES)
def test_a_card_says_where_a_table_is_from(name):
    card = tomllib.loads((TOUCHES / f"{name}.toml").read_text())
    assert card["licence"] == "CC BY 4.0"
    assert "Gillick" in card["data"]
    assert card["figures"]["velocity_overlap"] > card["figures"]["velocity_overlap_as_quantized"]


def test_an_unknown_touch_is_refused_with_those_there_are():
    with pytest.raises(ModelUnavailable, match=r"no touch '\.\./kit'; there are: kit"):
        load_touch("../kit")
