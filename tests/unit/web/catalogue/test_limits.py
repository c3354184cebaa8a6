"""Ranges of a type's own: they hold wherever it is asked for something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.web.test_admin import save
from tests.unit.web.test_create_job import post
from tests.unit.web.test_refused_requests import only_error
from web.catalogue.models import ModelVersion, Type
from web.catalogue.services.ranges import nearest_length

if TYPE_CHECKING:
    from django.test import Client

OWN = {
    "shortest_length_seconds": 10,
    "longest_length_seconds": 60,
    "lowest_temperature": 0.5,
    "highest_temperature": 1.2,
    "lowest_qpm": 90,
    "highest_qpm": 140,
}


def options(api: Client) -> Any:
    return api.get("/api/v1/catalogue").json()["styles"][0]["types"][0]["options"]


def test_what_an_operator_allows_is_what_is_shown_and_taken(api: Client, admin_client: Client) -> None:
    ModelVersion.objects.filter(model__name="piano_performance").update(config="attention_rnn")
    assert save(admin_client, Type.objects.get(slug="performance"), **OWN).status_code == 302
    shown = options(api)
    assert shown["length_seconds"] == {"minimum": 10, "maximum": 60, "step": 1, "default": 30}
    assert shown["temperature"] == {"minimum": 0.5, "maximum": 1.2, "step": 0.1, "default": 1}
    assert shown["qpm"] == {"minimum": 90, "maximum": 140, "step": 1, "default": 120}
    for field in ("length_seconds", "temperature", "qpm"):
        low, high = shown[field]["minimum"], shown[field]["maximum"]
        taken = [post(api, style="piano", **{field: value}).status_code for value in (low, high)]
        assert taken == [202, 202]
        for value, code, limit in ((low - 0.1, "too_small", low), (high + 0.1, "too_large", high)):
            response = post(api, style="piano", **{field: value})
            assert response.status_code == 422
            error = only_error(response.json())
            assert (error["pointer"], error["code"]) == (f"#/{field}", code)
            assert (error["limit"], error["given"]) == (limit, value)
            assert error["detail"] == f"{field} must be a number from {low:g} to {high:g}."


def test_one_end_alone_leaves_the_other_to_the_catalogue(api: Client, admin_client: Client) -> None:
    save(admin_client, Type.objects.get(slug="performance"), longest_length_seconds=60)
    assert options(api)["length_seconds"] == {"minimum": 5, "maximum": 60, "step": 1, "default": 30}
    assert options(api)["temperature"]["maximum"] == 2.0


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"shortest_length_seconds": 4}, "shortest_length_seconds"),
        ({"highest_qpm": 301}, "highest_qpm"),
        ({"lowest_temperature": 0.25}, "lowest_temperature"),
        ({"shortest_length_seconds": 40}, "default_length_seconds"),
        ({"highest_temperature": 0.9}, "default_temperature"),
        ({"lowest_qpm": 130}, "qpm"),
    ],
)
def test_a_range_that_cannot_be_kept_is_not_saved(
    api: Client, admin_client: Client, changes: dict[str, Any], wrong: str
) -> None:
    response = save(admin_client, Type.objects.get(slug="performance"), **changes)
    assert list(response.context["adminform"].form.errors) == [wrong]


def test_a_length_that_somebody_else_wishes_is_moved_into_the_range() -> None:
    type_ = Type(shortest_length_seconds=30, longest_length_seconds=60)
    assert [nearest_length(type_, wished) for wished in (20, 45, 90)] == [30, 45, 60]
