"""What is logged of a job by web and ingest says which job it is."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from tests.unit.web.builders import add_job, event
from web.jobs.services import ingest
from worker.contract.events import StatusChanged
from worker.contract.logs import Concerned
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.test import Client
    from pytest_django import Settings

URLS = "tests.unit.web.test_request_logs"


@pytest.fixture
def concerned(caplog: pytest.LogCaptureFixture) -> Callable[[], list[tuple[str, int]]]:
    """The job and run of each record that this file or ingest has logged."""
    caplog.handler.addFilter(Concerned())
    caplog.set_level(logging.INFO)
    ours = {"tests.view", "web.jobs.services.ingest"}
    return lambda: [(r.job_id, r.attempt) for r in caplog.records if r.name in ours]  # type: ignore[attr-defined]


def view(_request: HttpRequest, **_: object) -> HttpResponse:
    from django.http import HttpResponse

    logging.getLogger("tests.view").info("looked")
    return HttpResponse()


def urls() -> list[object]:
    from django.urls import path

    return [path("of/<uuid:job_id>", view), path("of-none", view)]


urlpatterns = urls()


def test_a_request_for_a_job_is_logged_with_its_id_and_the_next_one_without(
    client: Client, settings: Settings, concerned: Callable[[], list[tuple[str, int]]]
) -> None:
    settings.ROOT_URLCONF = URLS
    client.get("/of/0b1cf6d4-1111-4222-8333-444455556666")
    client.get("/of-none")
    assert concerned() == [("0b1cf6d4-1111-4222-8333-444455556666", 0), ("", 0)]


def test_an_event_that_ingest_drops_is_logged_with_its_job_and_run(
    db: None, monkeypatch: pytest.MonkeyPatch, concerned: Callable[[], list[tuple[str, int]]]
) -> None:
    def broken(_event: object) -> None:
        raise ValueError("it can never be applied")

    monkeypatch.setattr(ingest, "apply_event", broken)
    job = add_job()
    told = event(job, StatusChanged(JobStatus.RUNNING))
    ingest._apply(told)
    assert concerned() == [(str(job.pk), told.attempt)]
