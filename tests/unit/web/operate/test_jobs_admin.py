"""Jobs in the admin: found, cancelled, made once more, erased."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from tests.unit.web.builders import RESOLVED, add_job, add_piece
from web.config.bounded_paginator import MAX_ROWS
from web.jobs.models import Job
from worker.contract.queues import GENERATE_QUEUE
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from redis import Redis

    from worker.contract.results import ResultStore

LIST = "/admin/jobs/job/"


def found(admin_client: Client, **query: str) -> list[Any]:
    return [job.pk for job in admin_client.get(LIST, query).context["cl"].result_list]


def choose(client: Client, action: str, *jobs: Job) -> Any:
    chosen = {"action": action, "_selected_action": [str(job.pk) for job in jobs]}
    return client.post(LIST, chosen, follow=True)


def press(client: Client, button: str, job: Job) -> Any:
    return client.post(reverse(f"admin:jobs_job_{button}", args=[job.pk]), {"_form_submitted": "True"})


def test_a_job_is_found_by_its_id_and_by_the_address_of_its_piece(admin_client: Client) -> None:
    job, _ = add_job(), add_job()
    assert found(admin_client, q=str(job.pk)) == [job.pk]
    assert found(admin_client, q=f"https://music.example.org/pieces/{job.pk}") == [job.pk]
    assert found(admin_client, q=f"https://music.example.org/p/{job.share_id}") == [job.pk]
    assert found(admin_client, q="waltz") == []


def test_jobs_are_found_by_state_style_and_time(admin_client: Client, catalogue: None) -> None:
    rock = add_job(resolved={**RESOLVED, "style": "rock"})
    failed, old = add_job(JobStatus.FAILED), add_job(age=timedelta(days=2))
    assert found(admin_client, status__exact="failed") == [failed.pk]
    assert found(admin_client, style="rock") == [rock.pk]
    day = f"{old.created_at:%Y-%m-%d}"
    assert found(admin_client, created_at_to_0=day) == [old.pk]
    assert old.pk in found(admin_client, created_at_from_0=day, created_at_from_1=f"{old.created_at:%H:%M}")
    assert len(found(admin_client, created_at_to_0="2026-13-01")) == 3


def test_an_operator_cancels_many_at_once_and_the_history_says_who(
    enter: Callable[[str], Client], redis: Redis
) -> None:
    jobs = add_job(), add_job()
    choose(enter("operator"), "cancel_chosen", *jobs)
    assert {job.status for job in Job.objects.all()} == {JobStatus.CANCELED}
    entries = LogEntry.objects.all()
    assert {(entry.user.username, entry.object_id, entry.change_message) for entry in entries} == {
        ("operator", str(job.pk), "Cancelled.") for job in jobs
    }


def test_a_retry_is_a_new_job_of_the_same_listener_resolved_alike(enter: Callable[[str], Client], redis: Redis) -> None:
    job = add_job(JobStatus.FAILED, client="listener")
    response = press(enter("operator"), "retry_this", job)
    assert response["HX-Redirect"] == LIST
    again = Job.objects.exclude(pk=job.pk).get()
    assert (again.status, again.client, again.resolved) == (JobStatus.QUEUED, "listener", job.resolved)
    job.refresh_from_db()
    again.refresh_from_db()
    assert again.spec == {**job.spec, "job_id": str(again.pk)}
    assert redis.llen(GENERATE_QUEUE) == 1
    assert str(again.pk) in LogEntry.objects.get().change_message


def test_a_retry_while_redis_is_away_leaves_no_row_behind_and_says_so(
    enter: Callable[[str], Client], redis_away: None
) -> None:
    job = add_job(JobStatus.FAILED)
    response = choose(enter("operator"), "retry_chosen", job)
    assert list(Job.objects.all()) == [job]
    assert "Not all could be done" in response.content.decode()
    assert not LogEntry.objects.exists()


def test_an_erased_job_leaves_nothing_but_the_word_that_it_was_erased(
    enter: Callable[[str], Client], redis: Redis, store: ResultStore
) -> None:
    job = add_piece(store, b"MThd")
    press(enter("operator"), "erase_this", job)
    assert not Job.objects.exists()
    assert not store.exists(str(job.pk), 1, "piece.mid")
    assert LogEntry.objects.get().object_repr == str(job.pk)


def test_a_button_asks_before_it_does_anything(enter: Callable[[str], Client], redis: Redis) -> None:
    job = add_job()
    client = enter("operator")
    assert "Erase" in client.get(reverse("admin:jobs_job_change", args=[job.pk])).content.decode()
    asked = client.get(reverse("admin:jobs_job_erase_this", args=[job.pk]))
    assert "gone for good" in asked.content.decode()
    assert Job.objects.filter(pk=job.pk).exists()


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_others_may_look_at_jobs_and_no_more(enter: Callable[[str], Client], redis: Redis, role: str) -> None:
    job, client = add_job(), enter(role)
    page = client.get(reverse("admin:jobs_job_change", args=[job.pk])).content.decode()
    assert str(job.pk) in page
    assert "erase_this" not in page
    assert press(client, "erase_this", job).status_code == 403
    choose(client, "erase_chosen", job)
    assert Job.objects.get().status == JobStatus.QUEUED


def test_a_list_never_counts_further_than_its_last_page(
    admin_client: Client, catalogue: None, django_assert_max_num_queries: Any
) -> None:
    for _ in range(51):
        add_job()
    with django_assert_max_num_queries(6) as asked:
        assert admin_client.get(LIST).status_code == 200
    of_jobs = [query["sql"] for query in asked.captured_queries if 'FROM "jobs_job"' in query["sql"]]
    assert of_jobs
    assert all("LIMIT" in sql for sql in of_jobs)
    assert any(f"LIMIT {MAX_ROWS}" in sql for sql in of_jobs)


@pytest.mark.parametrize("filters", [{}, {"style": "piano"}, {"status": "failed"}])
def test_a_page_of_jobs_is_read_off_an_index(db: None, filters: dict[str, str]) -> None:
    plan = Job.objects.filter(**filters).order_by("-created_at", "-id")[:50].explain()
    assert "INDEX" in plan.upper()
    assert "SCAN jobs_job\n" not in f"{plan}\n"
