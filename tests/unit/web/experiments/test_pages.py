"""All pages on which a piece is heard say where it is told of that it was heard to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from tests.unit.midi_files import midi, scale
from tests.unit.web.builders import event
from tests.unit.web.experiments.listeners import end_as
from tests.unit.web.test_create_job import post
from web.experiments.models import Experiment, Trial
from web.jobs.models import Job
from web.jobs.services.apply import apply_event
from worker.contract.status import AudioStatus, JobStatus

if TYPE_CHECKING:
    from worker.contract.results import ResultStore

pytestmark = pytest.mark.usefixtures("built_frontend")


@pytest.mark.parametrize("page", ["/pieces", "/pieces/{job.pk}", "/p/{job.share_id}"])
def test_what_a_page_says_counts(experiment: Experiment, store: ResultStore, page: str) -> None:
    client = Client()
    job = Job.objects.get(pk=post(client, style="piano", length_seconds=20.5).json()["id"])
    apply_event(event(end_as(job, JobStatus.SUCCEEDED), store.put(str(job.pk), 1, "piece.mid", midi(scale(4)))))
    Job.objects.update(audio_status=AudioStatus.READY)
    html = client.get(page.format(job=job), headers={"Accept-Language": "de"}).content.decode()
    assert 'data-length-seconds="20.5"' in html
    address = html.split('data-heard-url="')[1].split('"')[0]
    assert client.post(address).status_code == 204
    assert Trial.objects.get(job_id=job.pk).was_heard
