"""GET /api/v1/catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from models_store.catalogue.scales import KEYS, SCALES
from web.catalogue.models import Model, ModelVersion, Part, Style, Type
from web.catalogue.services.options import options_by_type
from web.catalogue.services.playable import playable_styles

if TYPE_CHECKING:
    from django.test import Client


def styles(api: Client) -> list[Any]:
    found: list[Any] = api.get("/api/v1/catalogue").json()["styles"]
    return found


def test_styles_come_in_their_order_with_their_types(api: Client) -> None:
    assert [(style["slug"], [type_["slug"] for type_ in style["types"]]) for style in styles(api)] == [
        ("piano", ["performance"]),
        ("drums", ["groove"]),
    ]


def test_every_option_has_its_limits_and_its_default(api: Client) -> None:
    options = styles(api)[0]["types"][0]["options"]
    assert options == {
        "length_seconds": {"minimum": 5, "maximum": 180, "step": 1, "default": 30.0},
        "temperature": {"minimum": 0.1, "maximum": 2.0, "step": 0.1, "default": 1.0},
        "seed": {"minimum": 0, "maximum": 2147483647, "step": 1, "default": None},
        "start_pitch": {"minimum": 21, "maximum": 108, "step": 1, "default": None},
        "qpm": None,
        "key": {"choices": list(KEYS), "default": None},
        "scale": {"choices": list(SCALES), "default": None},
        "top_p": {"minimum": 0.1, "maximum": 1.0, "step": 0.05, "default": 1.0},
        "density": None,
        "chords": None,
        "groove": None,
        "primer_notes": {"maximum_notes": 64, "maximum_seconds": 15.0},
        "primer_midi": {"maximum_bytes": 262144},
    }


@pytest.mark.parametrize(
    ("config", "lacking"),
    [
        ("performance_with_dynamics", {"qpm", "density", "chords", "groove"}),
        ("density_conditioned_performance_with_dynamics", {"qpm", "chords", "groove"}),
        ("attention_rnn", {"density", "chords", "groove"}),
        ("attention_improv", {"density", "groove"}),
        ("rnn-nade", {"top_p", "density", "chords", "groove"}),
        ("drum_kit", {"key", "scale", "density", "chords", "groove", "primer_notes"}),
    ],
)
def test_a_type_has_the_options_of_who_plays_it_now(api: Client, config: str, lacking: set[str]) -> None:
    ModelVersion.objects.filter(model__name="piano_performance").update(config=config)
    Part.objects.filter(role="piano").update(is_drum=config == "drum_kit")
    options = styles(api)[0]["types"][0]["options"]
    assert {name for name, option in options.items() if option is None} == lacking


def test_the_form_is_given_the_same_options(api: Client) -> None:
    shown = {style["slug"]: {type_["slug"]: type_["options"] for type_ in style["types"]} for style in styles(api)}
    assert options_by_type(playable_styles()) == shown


def test_the_choices_that_are_shown_are_those_that_are_taken(api: Client) -> None:
    options = styles(api)[0]["types"][0]["options"]
    for scale, key in zip(options["scale"]["choices"], options["key"]["choices"][::-1], strict=False):
        body = {"style": "piano", "key": key, "scale": scale}
        assert api.post("/api/v1/jobs", body, content_type="application/json").status_code == 202


def test_a_type_that_takes_no_starting_pitch_says_so(api: Client) -> None:
    assert styles(api)[1]["types"][0]["options"]["start_pitch"] is None


def test_the_limits_that_are_shown_are_those_that_are_kept(api: Client) -> None:
    ModelVersion.objects.filter(model__name="piano_performance").update(
        config="multiconditioned_performance_with_dynamics"
    )
    options = styles(api)[0]["types"][0]["options"]
    ranges = {name: option for name, option in options.items() if option and "minimum" in option}
    assert len(ranges) == 6
    for name, option in ranges.items():
        for value, status in (
            (option["minimum"], 202),
            (option["maximum"], 202),
            (option["minimum"] - 1, 422),
            (option["maximum"] + 1, 422),
        ):
            response = api.post("/api/v1/jobs", {"style": "piano", name: value}, content_type="application/json")
            assert (name, value, response.status_code) == (name, value, status)


def test_an_operators_edit_is_seen_at_once(api: Client) -> None:
    Type.objects.filter(slug="performance").update(default_temperature=1.2)
    assert styles(api)[0]["types"][0]["options"]["temperature"]["default"] == 1.2


def test_what_is_disabled_is_neither_shown_nor_taken(api: Client) -> None:
    Style.objects.filter(slug="piano").update(is_enabled=False)
    assert [style["slug"] for style in styles(api)] == ["drums"]
    response = api.post("/api/v1/jobs", {"style": "piano"}, content_type="application/json")
    assert response.status_code == 422


def test_what_has_no_model_to_play_it_is_not_shown(api: Client) -> None:
    Model.objects.filter(name="drums_groove").update(active_version=None)
    assert [style["slug"] for style in styles(api)] == ["piano"]


def test_an_empty_catalogue_is_an_empty_list(client: Client, db: None) -> None:
    assert styles(client) == []


def test_reading_takes_three_queries(api: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        styles(api)
