"""How many jobs one client may have under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.web.builders import add_job
from web.jobs.services.load import Asker, load_for
from web.limits.jobs_at_once import TooManyJobs, check_jobs_at_once
from web.operate.rules import rules
from worker.contract.status import FINAL, JobStatus

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries, Settings

ME, NEW, HERE, ELSEWHERE = "f" * 32, "e" * 32, "203.0.113.0/24", "198.51.100.0/24"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_at_once(settings: Settings) -> None:
    settings.CLIENT_JOBS_LIMIT = 2


def check(client: str, network: str, adding: int) -> None:
    check_jobs_at_once(load_for(Asker(client, network)), adding)


def test_a_client_may_have_as_many_as_the_limit_wherever_it_is() -> None:
    add_job(JobStatus.QUEUED, client=ME, client_network=ELSEWHERE)
    check(ME, HERE, 1)
    add_job(JobStatus.RUNNING, client=ME, client_network=HERE)
    with pytest.raises(TooManyJobs, match="This client may have 2 jobs queued or running, has 2 and asks for 1 more"):
        check(ME, HERE, 1)


def test_jobs_asked_for_together_are_counted_together() -> None:
    check(ME, HERE, 2)
    with pytest.raises(TooManyJobs):
        check(ME, HERE, 3)


def test_jobs_that_ended_do_not_count() -> None:
    for status in FINAL:
        add_job(status, client=ME, client_network=HERE)
    check(ME, HERE, 2)


def test_others_of_the_network_do_not_count_until_it_has_four_times_as_many() -> None:
    for number in range(7):
        add_job(client=f"{number:032}", client_network=HERE)
    check(ME, HERE, 1)
    add_job(client="", client_network=HERE)
    with pytest.raises(TooManyJobs, match="This network may have 8 jobs queued or running, has 8 and asks for 1 more"):
        check(ME, HERE, 1)


def test_who_has_no_token_yet_is_counted_by_its_network_alone() -> None:
    for _ in range(7):
        add_job(client="", client_network=HERE)
    check(NEW, HERE, 1)
    check(NEW, ELSEWHERE, 2)
    with pytest.raises(TooManyJobs):
        check(NEW, HERE, 2)


def test_it_asks_the_database_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rules()
    with django_assert_num_queries(1):
        check(ME, HERE, 1)
    with django_assert_num_queries(1):
        check(NEW, HERE, 1)
