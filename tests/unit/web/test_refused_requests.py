"""POST /api/v1/jobs with what cannot be done: a problem that names the field, the limit and what was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from web.jobs.models import Job
from worker.contract.queues import GENERATE_QUEUE

if TYPE_CHECKING:
    from django.test import Client
    from redis import Redis


def refuse(api: Client, redis: Redis, body: Any, status: int = 422, media_type: str = "application/json") -> Any:
    """Posts, sees that it is refused as a problem and leaves nothing behind, and returns the problem."""
    response = api.post("/api/v1/jobs", body, content_type=media_type)
    problem = response.json()
    assert response.status_code == problem["status"] == status
    assert response["Content-Type"] == "application/problem+json"
    assert set(problem) == {"type", "title", "status", "detail", "code", "errors"}
    assert not Job.objects.exists()
    assert not redis.exists(GENERATE_QUEUE)
    return problem


def only_error(problem: Any) -> Any:
    (error,) = problem["errors"]
    return error


def test_an_unknown_style_is_refused_and_those_there_are_are_named(api: Client, redis: Redis) -> None:
    error = only_error(refuse(api, redis, {"style": "polka"}))
    assert (error["pointer"], error["code"], error["given"]) == ("#/style", "unknown", "polka")
    assert error["limit"] == ["piano", "drums"]


def test_an_unknown_type_is_refused_and_those_of_the_style_are_named(api: Client, redis: Redis) -> None:
    error = only_error(refuse(api, redis, {"style": "piano", "type": "groove"}))
    assert (error["pointer"], error["code"], error["given"]) == ("#/type", "unknown", "groove")
    assert error["limit"] == ["performance"]


def test_a_request_without_a_style_is_refused(api: Client, redis: Redis) -> None:
    error = only_error(refuse(api, redis, {"length_seconds": 30}))
    assert (error["pointer"], error["code"]) == ("#/style", "required")


@pytest.mark.parametrize(
    ("field", "given", "code", "limit"),
    [
        ("length_seconds", 180.1, "too_large", 180),
        ("length_seconds", 4.9, "too_small", 5),
        ("length_seconds", -1, "too_small", 5),
        ("temperature", 2.01, "too_large", 2.0),
        ("temperature", 0, "too_small", 0.1),
        ("start_pitch", 109, "too_large", 108),
        ("start_pitch", 20, "too_small", 21),
        ("seed", 2**31, "too_large", 2**31 - 1),
        ("seed", -1, "too_small", 0),
    ],
)
def test_a_value_outside_its_limits_is_refused_and_the_limit_is_named(
    api: Client, redis: Redis, field: str, given: float, code: str, limit: float
) -> None:
    error = only_error(refuse(api, redis, {"style": "piano", field: given}))
    assert (error["pointer"], error["code"], error["limit"], error["given"]) == (f"#/{field}", code, limit, given)
    assert field in error["detail"]


@pytest.mark.parametrize("field", ["length_seconds", "temperature", "start_pitch", "seed", "qpm", "variations"])
@pytest.mark.parametrize("given", ["30", True, [30], {"value": 30}, ""])
def test_what_is_no_number_is_refused(api: Client, redis: Redis, field: str, given: Any) -> None:
    error = only_error(refuse(api, redis, {"style": "piano", field: given}))
    assert (error["pointer"], error["code"]) == (f"#/{field}", "invalid")


@pytest.mark.parametrize("field", ["start_pitch", "seed", "variations"])
def test_half_a_semitone_or_seed_is_refused(api: Client, redis: Redis, field: str) -> None:
    error = only_error(refuse(api, redis, {"style": "piano", field: 60.5}))
    assert error["given"] == 60.5


@pytest.mark.parametrize("given", [5, None, True, ["piano"], {}, "", "p" * 51, "piano\x00", "\ud800"])
def test_what_is_no_name_of_a_style_is_refused(api: Client, redis: Redis, given: Any) -> None:
    assert only_error(refuse(api, redis, {"style": given}))["pointer"] == "#/style"


def test_unknown_fields_are_refused_and_the_known_ones_are_named(api: Client, redis: Redis) -> None:
    error = only_error(refuse(api, redis, {"style": "piano", "lenght": 30}))
    assert (error["pointer"], error["code"], error["given"]) == ("#/lenght", "unknown_field", 30)
    assert "length_seconds" in error["limit"]


def test_a_field_that_is_named_as_an_error_is_named_as_a_field(api: Client, redis: Redis) -> None:
    error = only_error(refuse(api, redis, {"style": "piano", "non_field_errors": 1}))
    assert (error["pointer"], error["code"]) == ("#/non_field_errors", "unknown_field")


def test_a_name_with_signs_of_pointers_is_escaped(api: Client, redis: Redis) -> None:
    assert only_error(refuse(api, redis, {"style": "piano", "a/b~c": 1}))["pointer"] == "#/a~1b~0c"


def test_everything_wrong_is_named_at_once(api: Client, redis: Redis) -> None:
    problem = refuse(api, redis, {"style": "piano", "length_seconds": 1, "seed": -1, "mood": "happy"})
    assert [error["pointer"] for error in problem["errors"]] == ["#/length_seconds", "#/seed", "#/mood"]


def test_a_thousand_unknown_fields_get_a_short_answer(api: Client, redis: Redis) -> None:
    problem = refuse(api, redis, {"style": "piano", **{f"field{number}": number for number in range(1000)}})
    assert len(problem["errors"]) == 10


def test_a_starting_pitch_is_refused_where_the_type_takes_none(api: Client, redis: Redis) -> None:
    error = only_error(refuse(api, redis, {"style": "drums", "start_pitch": 60}))
    assert (error["pointer"], error["code"], error["given"]) == ("#/start_pitch", "not_applicable", 60)


@pytest.mark.parametrize(
    "body", ["", "{", "nonsense", '{"style": "piano"', '{"seed": NaN}', b"\xff\xfe", "[" * 390_000]
)
def test_broken_json_is_refused(api: Client, redis: Redis, body: str | bytes) -> None:
    problem = refuse(api, redis, body or "\n", status=400)
    assert problem["code"] == "parse_error"


@pytest.mark.parametrize("body", ["[]", "5", '"piano"', "null", '[{"style": "piano"}]'])
def test_json_that_is_no_object_is_refused(api: Client, redis: Redis, body: str) -> None:
    error = only_error(refuse(api, redis, body))
    assert (error["pointer"], error["code"]) == ("#", "not_an_object")


def test_a_number_beyond_all_numbers_is_refused(api: Client, redis: Redis) -> None:
    error = only_error(refuse(api, redis, '{"style": "piano", "length_seconds": 1e999}'))
    assert (error["pointer"], error["given"]) == ("#/length_seconds", "inf")


@pytest.mark.parametrize("number", ["1" + "0" * 400, "1" + "0" * 4000, "1e308", "-1e999"])
@pytest.mark.parametrize("field", ["seed", "length_seconds"])
def test_a_number_of_hundreds_of_digits_is_refused(api: Client, redis: Redis, field: str, number: str) -> None:
    body = f'{{"style": "piano", "{field}": {number}}}'
    assert only_error(refuse(api, redis, body))["pointer"] == f"#/{field}"


def test_a_body_over_384_kilobytes_is_refused_and_the_limit_is_named(api: Client, redis: Redis) -> None:
    problem = refuse(api, redis, {"style": "piano" * 80_000}, status=413)
    assert problem["code"] == "body_too_large"
    assert "393216" in problem["detail"]


def test_a_body_of_384_kilobytes_is_read(api: Client) -> None:
    body = '{"style": "piano"}'.ljust(393_216)
    assert api.post("/api/v1/jobs", body, content_type="application/json").status_code == 202


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_another_media_type_is_refused_and_named(api: Client, redis: Redis, media_type: str) -> None:
    problem = refuse(api, redis, "style=piano", status=415, media_type=media_type)
    assert media_type in problem["detail"]


def test_a_type_whose_model_has_no_active_version_cannot_be_asked_for(api: Client, redis: Redis) -> None:
    from web.catalogue.models import Model

    Model.objects.filter(name="drums_groove").update(active_version=None)
    assert only_error(refuse(api, redis, {"style": "drums"}))["limit"] == ["piano"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = (
    *("style", "type", "length_seconds", "temperature", "start_pitch", "seed", "qpm", "engine", "variations", "parent"),
    *("primer_midi", "parts", "webhook_url", "webhook_events", "~/", "", "non_field_errors"),
    *("key", "scale", "top_p", "density", "chords", "groove", "primer_notes", "plan"),
)
PART_FIELDS = (
    *("role", "model", "version", "sha256", "program", "is_drum", "primer", "non_field_errors"),
    *("octaves", "voicing", "touch", "lowest_pitch", "highest_pitch", "render_chords"),
)
PLAN_FIELDS = ("tonic", "is_minor", "sections", "name", "bars", "roles")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=JSON | st.dictionaries(st.sampled_from(FIELDS), JSON | st.just("piano"), max_size=4))
def test_no_body_makes_the_service_fail(api: Client, body: Any) -> None:
    is_answered(api, body)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.dictionaries(st.sampled_from(PART_FIELDS), JSON, max_size=8), max_size=9))
def test_no_parts_make_the_service_fail(api: Client, parts: Any) -> None:
    is_answered(api, {"style": "piano", "type": "performance", "parts": parts})


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    plan=st.dictionaries(
        st.sampled_from(PLAN_FIELDS), JSON | st.lists(st.dictionaries(st.sampled_from(PLAN_FIELDS), JSON))
    )
)
def test_no_plan_makes_the_service_fail(api: Client, plan: Any) -> None:
    is_answered(api, {"style": "piano", "type": "performance", "plan": plan})


def is_answered(api: Client, body: Any) -> None:
    response = api.post("/api/v1/jobs", body, content_type="application/json")
    assert response.status_code in {202, 400, 422}
    assert response.json()
