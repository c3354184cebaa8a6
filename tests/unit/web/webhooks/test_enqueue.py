"""A job's change of status becomes a delivery, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from tests.unit.web.builders import add_job
from tests.unit.web.webhooks.deliveries import NOW
from web.experiments.services.running import running
from web.jobs.models import Job
from web.jobs.services.transition import move
from web.jobs.signals import job_moved
from web.webhooks.events import WebhookEvent
from web.webhooks.models import Delivery
from web.webhooks.services.register import register
from worker.contract.events import StatusChanged
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

URL = "https://hooks.example.org/"
FINAL = [JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELED, JobStatus.EXPIRED]


def go(job: Job, *statuses: JobStatus) -> None:
    for status in statuses:
        move(Job.objects.all(), job.pk, StatusChanged(status), NOW)


def told(job: Job) -> list[tuple[str, str]]:
    return list(Delivery.objects.filter(webhook=job.pk).order_by("event").values_list("event", "status"))


@pytest.mark.parametrize("status", FINAL)
def test_every_end_of_a_job_is_told_of(status: JobStatus) -> None:
    job = add_job()
    register(job, URL)
    go(job, status)
    delivery = Delivery.objects.get(webhook=job.pk)
    assert (delivery.event, delivery.status, delivery.occurred_at) == ("job.completed", status, NOW)
    assert (delivery.attempts, delivery.delivered_at, delivery.abandoned_at) == (0, None, None)


def test_the_beginning_is_told_of_where_that_was_asked_for() -> None:
    asked, not_asked = add_job(), add_job()
    register(asked, URL, [WebhookEvent.STARTED])
    register(not_asked, URL)
    for job in (asked, not_asked):
        go(job, JobStatus.RUNNING)
    assert (told(asked), told(not_asked)) == ([("job.started", "running")], [])


def test_a_job_that_starts_again_elsewhere_is_told_of_once() -> None:
    job = add_job()
    register(job, URL, list(WebhookEvent))
    go(job, JobStatus.RUNNING, JobStatus.RUNNING, JobStatus.SUCCEEDED, JobStatus.FAILED)
    assert told(job) == [("job.completed", "succeeded"), ("job.started", "running")]


def test_a_change_that_is_rolled_back_is_not_told_of() -> None:
    job = add_job()
    register(job, URL)
    with transaction.atomic():
        go(job, JobStatus.SUCCEEDED)
        assert told(job) == [("job.completed", "succeeded")]
        transaction.set_rollback(True)
    assert told(job) == []


def test_when_it_is_due_goes_by_the_clock_of_web_and_not_of_the_worker() -> None:
    job = add_job()
    register(job, URL)
    go(job, JobStatus.SUCCEEDED)
    due_at = Delivery.objects.get().next_attempt_at
    assert due_at is not None
    assert abs((due_at - job.created_at).total_seconds()) < 60


def test_a_piece_asked_for_with_an_address_is_told_of_when_it_is_there(api: Client) -> None:
    asked = {"style": "piano", "webhook_url": URL, "webhook_events": ["job.completed"]}
    answer = api.post("/api/v1/jobs", asked, content_type="application/json")
    assert answer.status_code == 202
    job = Job.objects.get(pk=answer.json()["id"])
    go(job, JobStatus.RUNNING, JobStatus.SUCCEEDED)
    assert told(job) == [("job.completed", "succeeded")]


def announce(job: Job, status: JobStatus) -> None:
    job_moved.send(sender=move, job_id=job.pk, status=status, at=NOW)


def test_a_job_without_a_webhook_costs_one_query(django_assert_num_queries: Any) -> None:
    job = add_job()
    running()  # known for a while, whatever ends
    with django_assert_num_queries(1):
        announce(job, JobStatus.SUCCEEDED)
    assert not Delivery.objects.exists()


def test_where_webhooks_are_off_nothing_is_asked_or_inserted(
    settings: Settings, django_assert_num_queries: Any
) -> None:
    settings.WEBHOOK_SECRET = b""
    job = add_job()
    register(job, URL)
    running()
    with django_assert_num_queries(0):
        announce(job, JobStatus.SUCCEEDED)
    assert not Delivery.objects.exists()


def test_with_the_job_its_webhook_and_deliveries_go() -> None:
    job = add_job()
    register(job, URL)
    go(job, JobStatus.SUCCEEDED)
    job.delete()
    assert not Delivery.objects.exists()
