"""The outbox: what was accepted is sent again when it is nowhere to be found."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from kombu import Connection

from tests.unit.web.builders import add_job, event
from web.config.celery import producer
from web.config.environment import AudioRendering
from web.jobs.services.apply import apply_event
from web.jobs.services.resend import PATIENCE_SECONDS, Outbox
from web.jobs.services.send import send, send_to_render
from worker.contract.events import FileStored, StatusChanged
from worker.contract.journal import JournalWriter
from worker.contract.lease import hold
from worker.contract.queues import BROKER_TRANSPORT_OPTIONS, CHANGES_STREAM, GENERATE_QUEUE, RENDER_QUEUE
from worker.contract.status import AudioStatus, JobStatus

if TYPE_CHECKING:
    from pytest_django import Settings
    from redis import Redis

pytestmark = pytest.mark.django_db

LONG: float = PATIENCE_SECONDS + 1


@dataclass
class Sweeping:
    """An outbox whose clock goes on when it is told to."""

    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.outbox = Outbox(monotonic=lambda: self.seconds)

    def after(self, seconds: float) -> int:
        """How many are sent again in a sweep now and one so much later, together."""
        sent = self.outbox.resend_lost(timezone.now())
        self.seconds += seconds
        return sent + self.outbox.resend_lost(timezone.now())


def messages(redis: Redis, queue: str = GENERATE_QUEUE) -> list[str]:
    return [json.loads(message)["headers"]["id"] for message in redis.lrange(queue, 0, -1)]


@pytest.mark.parametrize("status", [JobStatus.QUEUED, JobStatus.RUNNING])
def test_a_job_under_way_that_is_nowhere_is_sent_again(redis: Redis, status: JobStatus) -> None:
    job = add_job(status)
    assert Sweeping().after(LONG) == 1
    assert messages(redis) == [str(job.id)]


def test_it_begins_as_the_run_after_the_last_one_known(redis: Redis) -> None:
    add_job(JobStatus.RUNNING, attempt=2)
    Sweeping().after(LONG)
    with Connection(str(producer().conf.broker_url)) as connection:
        message = connection.SimpleQueue(GENERATE_QUEUE).get(timeout=2)
        arguments = message.payload[0]
        message.ack()
    assert arguments[1] == 2


def test_a_dead_workers_message_is_given_its_time_to_come_back(redis: Redis) -> None:
    add_job(JobStatus.RUNNING)
    assert BROKER_TRANSPORT_OPTIONS["visibility_timeout"] + 2 < PATIENCE_SECONDS
    assert Sweeping().after(PATIENCE_SECONDS - 1) == 0


def test_what_was_sent_again_is_given_its_time_as_well(redis: Redis) -> None:
    add_job()
    sweeping = Sweeping()
    sweeping.after(LONG)
    redis.delete(GENERATE_QUEUE)
    assert sweeping.after(PATIENCE_SECONDS - 1) == 0
    assert sweeping.after(2) == 1


def test_a_job_that_waits_in_the_queue_is_left_there(redis: Redis) -> None:
    send(add_job())
    assert Sweeping().after(LONG) == 0
    assert len(messages(redis)) == 1


def test_a_job_that_a_worker_holds_is_left_to_it(redis: Redis) -> None:
    hold(redis, str(add_job(JobStatus.RUNNING).id), "a worker")
    assert Sweeping().after(1) == 0


def test_a_message_whose_worker_died_does_not_hide_that_the_job_is_lost(redis: Redis) -> None:
    job = add_job(JobStatus.RUNNING)
    send(job)
    with Connection(str(producer().conf.broker_url)) as connection:
        connection.SimpleQueue(GENERATE_QUEUE).get(timeout=2)
        assert messages(redis) == []
        assert Sweeping().after(LONG) == 1
        assert messages(redis) == [str(job.id)]


@pytest.mark.parametrize("status", [JobStatus.FAILED, JobStatus.CANCELED, JobStatus.EXPIRED])
def test_what_has_ended_is_not_sent_again(redis: Redis, status: JobStatus) -> None:
    add_job(status, audio_status=AudioStatus.FAILED)
    assert Sweeping().after(LONG) == 0


def test_a_job_whose_end_never_reached_the_database_is_caught_up_with_rather_than_made_again(redis: Redis) -> None:
    job = add_job()
    journal = JournalWriter(redis, str(job.id), 1)
    for payload in (
        StatusChanged(JobStatus.RUNNING),
        FileStored("piece.mid", "audio/midi", 1, "a" * 64),
        StatusChanged(JobStatus.SUCCEEDED),
    ):
        journal.write(payload)
    redis.delete(CHANGES_STREAM)
    Sweeping().after(LONG)
    job.refresh_from_db()
    assert (job.status, job.files.get().name) == ("succeeded", "piece.mid")
    assert messages(redis) == []


def test_a_piece_whose_audio_nobody_renders_is_sent_to_be_rendered_again(redis: Redis) -> None:
    job = add_job()
    apply_event(event(job, StatusChanged(JobStatus.SUCCEEDED), attempt=2))
    assert Sweeping().after(LONG) == 1
    assert messages(redis, RENDER_QUEUE) == [f"{job.id}:render:2:piece.mp3"]


def lost_audio(settings: Settings, audio: AudioStatus, asked_attempt: int) -> int:
    settings.AUDIO_RENDERING = AudioRendering.LAZY
    add_job(JobStatus.SUCCEEDED, attempt=2, audio_status=audio, audio_asked_attempt=asked_attempt)
    return Sweeping().after(LONG)


def test_where_audio_is_made_for_the_asking_none_is_missed_that_nobody_asked_for(
    redis: Redis, settings: Settings
) -> None:
    assert lost_audio(settings, AudioStatus.PENDING, asked_attempt=0) == 0
    assert lost_audio(settings, AudioStatus.ON_REQUEST, asked_attempt=0) == 0


@pytest.mark.parametrize("audio", [AudioStatus.PENDING, AudioStatus.ON_REQUEST])
def test_audio_that_somebody_asked_for_is_sent_to_be_rendered_again(
    redis: Redis, settings: Settings, audio: AudioStatus
) -> None:
    assert lost_audio(settings, audio, asked_attempt=1) == 1
    assert len(messages(redis, RENDER_QUEUE)) == 1


def test_a_piece_that_waits_to_be_rendered_is_left_there(redis: Redis) -> None:
    job = add_job(JobStatus.SUCCEEDED, attempt=1)
    send_to_render(job)
    assert Sweeping().after(LONG) == 0
