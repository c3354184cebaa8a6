"""GET /api/v1/catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from web.catalogue.models import Model, Style, Type

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
        "start_pitch": {"minimum": 21, "maximum": 108, "step": 1, "default": None},
        "seed": {"minimum": 0, "maximum": 2147483647, "step": 1, "default": None},
    }


def test_a_type_that_takes_no_starting_pitch_says_so(api: Client) -> None:
    assert styles(api)[1]["types"][0]["options"]["start_pitch"] is None


def test_the_limits_that_are_shown_are_those_that_are_kept(api: Client) -> None:
    for name, option in styles(api)[0]["types"][0]["options"].items():
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


def test_reading_takes_two_queries(api: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        styles(api)
