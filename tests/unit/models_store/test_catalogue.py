"""The styles that Cadenza ships."""

from __future__ import annotations

from models_store.catalogue import load_styles


def test_piano_and_drums_come_first_in_this_order() -> None:
    assert [style.slug for style in load_styles()][:2] == ["piano", "drums"]


def test_no_two_styles_and_no_two_types_of_a_style_share_a_name() -> None:
    styles = load_styles()
    assert len({style.slug for style in styles}) == len({style.position for style in styles}) == len(styles)
    for style in styles:
        assert len({type_.slug for type_ in style.types}) == len(style.types) > 0


def test_every_type_can_be_played_as_it_is() -> None:
    for type_ in (type_ for style in load_styles() for type_ in style.types):
        assert type_.parts
        assert 5 <= type_.default_length_seconds <= 180
        assert 0.1 <= type_.default_temperature <= 2.0
        assert 20 <= type_.qpm <= 300
        assert all(0 <= part.program <= 127 for part in type_.parts)
