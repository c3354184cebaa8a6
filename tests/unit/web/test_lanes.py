"""Which queue a piece is sent to, and who goes before it there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.unit.web.builders import add_job
from tests.unit.web.test_create_job import post
from tests.unit.web.test_refused_requests import only_error, refuse
from tests.unit.web.test_resend import LONG, Sweeping
from web.config.model_groups import model_groups
from web.jobs.models import Job
from web.jobs.services.retry import retry
from web.jobs.services.standing import standing_of
from worker.contract.liveness import Heartbeat
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings
    from redis import Redis


def lengths(redis: Redis) -> dict[str, int]:
    return {str(queue): redis.llen(str(queue)) for queue in redis.keys("generate*")}


@pytest.mark.parametrize(
    ("asked", "queues"),
    [
        ({}, {"generate": 1}),
        ({"priority": "normal"}, {"generate": 1}),
        ({"variations": 3}, {"generate.variations": 3}),
        ({"priority": "batch"}, {"generate.batch": 1}),
        ({"priority": "batch", "variations": 2}, {"generate.batch": 2}),
    ],
)
def test_a_piece_waits_in_the_lane_of_its_hurry(
    api: Client, redis: Redis, asked: dict[str, object], queues: dict[str, int]
) -> None:
    assert post(api, style="piano", **asked).status_code == 202
    assert lengths(redis) == queues
    assert set(Job.objects.values_list("queue", flat=True)) == set(queues)


def test_a_priority_that_is_none_is_refused_with_those_there_are(api: Client, redis: Redis) -> None:
    error = only_error(refuse(api, redis, {"style": "piano", "priority": "at once"}))
    assert (error["pointer"], error["limit"]) == ("#/priority", ["normal", "batch"])


def test_a_group_gets_the_pieces_whose_models_it_holds(api: Client, redis: Redis, settings: Settings) -> None:
    settings.MODEL_GROUPS = model_groups("gpu=piano_performance; other=drums_fill")
    post(api, style="piano")
    post(api, style="drums")
    assert lengths(redis) == {"generate.gpu": 1, "generate": 1}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gpu", "must be group=model"),
        ("gpu=", "must be group=model"),
        ("batch=piano_performance", "none like a lane"),
        ("gpu=one; gpu=two", "each group once"),
    ],
)
def test_groups_that_cannot_be_meant_are_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        model_groups(text)


@pytest.mark.django_db
def test_what_is_lost_is_sent_again_to_its_own_lane(redis: Redis) -> None:
    add_job(queue="generate.batch")
    assert Sweeping().after(LONG) == 1
    assert Sweeping().after(LONG) == 0
    assert lengths(redis) == {"generate.batch": 1}


@pytest.mark.django_db
def test_what_is_made_again_waits_in_the_same_lane(redis: Redis) -> None:
    retry(add_job(JobStatus.FAILED, queue="generate.batch"))
    assert lengths(redis) == {"generate.batch": 1}


@pytest.mark.django_db
def test_whoever_is_in_a_hurry_stands_before_those_who_came_first(redis: Redis) -> None:
    early = add_job(age=timedelta(seconds=30), queue="generate.batch")
    earlier = add_job(age=timedelta(seconds=60), queue="generate.batch")
    late = add_job()
    places = [standing_of(job).position for job in (early, earlier, late)]
    assert places == [3, 2, 1]


@pytest.mark.django_db
def test_a_worker_of_several_lanes_is_one_worker(client: Client, redis: Redis) -> None:
    Heartbeat(redis, "generate@one", ["generate", "generate.batch"], lambda: True, 64)._beat()
    queue = client.get("/api/v1/queue").json()
    assert (queue["workers"], queue["slots"]) == (1, 64)
