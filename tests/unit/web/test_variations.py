"""POST /api/v1/jobs with `variations`: several pieces of one request, each with a seed of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.midi_files import midi, scale
from tests.unit.web.test_create_job import post
from tests.unit.web.test_refused_requests import only_error, refuse
from web.catalogue.services.request import JobRequest
from web.catalogue.services.resolve import resolve
from web.jobs.models import Job

if TYPE_CHECKING:
    from django.test import Client
    from redis import Redis


def test_a_request_for_several_makes_as_many_jobs(api: Client) -> None:
    assert post(api, style="piano", variations=3).status_code == 202
    assert Job.objects.count() == 3


@pytest.mark.usefixtures("catalogue")
def test_each_variation_draws_its_own_seed_and_is_else_the_same() -> None:
    variations = [resolved.to_json() for resolved in resolve(JobRequest(style="piano", variations=8), "")]
    assert len({variation.pop("seed") for variation in variations}) == 8
    assert all(variation == variations[0] for variation in variations)


@pytest.mark.usefixtures("catalogue")
def test_from_a_seed_on_variations_count() -> None:
    variations = resolve(JobRequest(style="piano", seed=2**31 - 2, variations=4), "")
    assert [resolved.seed for resolved in variations] == [2**31 - 2, 2**31 - 1, 0, 1]


@pytest.mark.usefixtures("catalogue")
def test_variations_go_on_from_the_same_primer() -> None:
    first, second = resolve(JobRequest(style="piano", variations=2, primer_midi=midi(scale(4))), "")
    assert first.parts == second.parts
    assert first.parts[0].primer


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("asked", [None, 1])
def test_one_piece_is_made_where_no_more_are_asked_for(asked: int | None) -> None:
    assert len(resolve(JobRequest(style="piano", variations=asked), "")) == 1


@pytest.mark.parametrize(("given", "code"), [(0, "too_small"), (9, "too_large"), (1.5, "invalid"), ("2", "invalid")])
def test_no_other_number_of_variations_is_taken(api: Client, redis: Redis, given: Any, code: str) -> None:
    error = only_error(refuse(api, redis, {"style": "piano", "variations": given}))
    assert (error["pointer"], error["code"]) == ("#/variations", code)
