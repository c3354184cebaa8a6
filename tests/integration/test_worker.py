"""What a real worker does with messages that are late, double, unwanted or name a model it cannot have."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator

import pytest

from tests.integration.sender import Sender, shipped, spec_of
from worker.contract.attempts import begin_attempt, begin_rendering
from worker.contract.cancel import request_cancel
from worker.contract.errors import ErrorCode
from worker.contract.events import AudioChanged, FileStored, StatusChanged
from worker.contract.job_spec import JobSpec
from worker.contract.journal import JournalWriter
from worker.contract.lease import held, hold
from worker.contract.part_spec import ModelRef
from worker.contract.results import MP3_NAME
from worker.contract.status import AudioStatus, JobStatus


@pytest.fixture
def sender(service) -> Iterator[Sender]:
    sender = Sender(service.environment["REDIS_URL"])
    yield sender
    sender.redis.close()


def drums(model: ModelRef | None = None, length_seconds: float = 6.0, time_limit_seconds: float = 60) -> JobSpec:
    return spec_of(model or shipped("drums_groove"), length_seconds, time_limit_seconds)


def test_a_model_whose_bytes_differ_fails_the_job_and_the_worker_goes_on(sender):
    ref = dataclasses.replace(drums().parts[0].model, sha256="0" * 64)
    end = sender.end(sender.send(drums(ref)))
    assert end.status is JobStatus.FAILED
    assert end.error is not None
    assert end.error.code is ErrorCode.MODEL_UNAVAILABLE
    assert sender.end(sender.send(drums())).status is JobStatus.SUCCEEDED


def test_a_model_whose_file_is_missing_fails_the_job_and_the_worker_goes_on(sender):
    end = sender.end(sender.send(drums(ModelRef("nobody", 7, "0" * 64))))
    assert end.error is not None
    assert end.error.code is ErrorCode.MODEL_UNAVAILABLE
    assert "nobody version 7" in end.error.message
    assert sender.end(sender.send(drums())).status is JobStatus.SUCCEEDED


def test_a_message_that_comes_twice_makes_one_piece(sender):
    spec = sender.send(drums())
    sender.end(spec)
    sender.send(spec)
    # A later job's end shows that the double has been taken from the queue as well.
    sender.end(sender.send(drums()))
    stored = [event for event in sender.events(spec) if isinstance(event.payload, FileStored)]
    assert [event.payload.name for event in stored].count("piece.mid") == 1
    assert {event.attempt for event in sender.events(spec)} == {1}


def test_a_job_that_nobody_wants_any_more_is_canceled(sender):
    spec = drums(length_seconds=180)
    request_cancel(sender.redis, spec.job_id)
    assert sender.end(sender.send(spec)).status is JobStatus.CANCELED


def test_a_job_whose_time_is_over_times_out(sender):
    end = sender.end(sender.send(drums(time_limit_seconds=-1)))
    assert end.error is not None
    assert end.error.code is ErrorCode.TIMEOUT
    assert end.error.retryable


def test_a_primer_longer_than_the_piece_fails_the_job_with_a_reason(sender):
    spec = drums()
    primer = dataclasses.replace(spec.parts[0].primer, drums=((36,),) * 400)
    end = sender.end(sender.send(dataclasses.replace(spec, parts=(dataclasses.replace(spec.parts[0], primer=primer),))))
    assert end.error is not None
    assert end.error.code is ErrorCode.INVALID_PRIMER
    assert not end.error.retryable


def test_a_job_over_which_three_workers_were_lost_fails_and_may_be_asked_for_again(sender):
    spec = drums()
    for _ in range(3):
        begin_attempt(sender.redis, spec.job_id, 0)
    end = sender.end(sender.send(spec))
    assert end.error is not None
    assert (end.error.code, end.error.retryable) == (ErrorCode.WORKER_LOST, True)


def test_a_run_that_is_overtaken_stops_and_leaves_nothing_behind(sender, service):
    spec = sender.send(drums(length_seconds=180))
    wait_until(lambda: bool(sender.events(spec)))
    JournalWriter(sender.redis, spec.job_id, 2).write(StatusChanged(JobStatus.RUNNING))
    wait_until(lambda: not held(sender.redis, [spec.job_id]))
    assert [event.attempt for event in sender.events(spec)][-1] == 2
    assert not list((service.folder / "results").glob(f"*/{spec.job_id}/1/*"))


def test_a_job_that_another_worker_holds_is_left_to_it(sender):
    spec = drums()
    hold(sender.redis, spec.job_id, "another")
    sender.send(spec)
    time.sleep(2)
    assert sender.events(spec) == []
    # The other one says nothing more: its lease runs out, and whoever waited takes the job.
    assert sender.end(spec, seconds=30).status is JobStatus.SUCCEEDED


def test_audio_over_which_three_workers_were_lost_fails_and_leaves_the_piece(sender):
    spec = drums()
    for _ in range(3):
        begin_rendering(sender.redis, spec.job_id, MP3_NAME)
    assert sender.end(sender.send(spec)).status is JobStatus.SUCCEEDED
    wait_until(lambda: bool(said_of_audio(sender, spec)))
    assert [change.status for change in said_of_audio(sender, spec)] == [AudioStatus.FAILED]


def said_of_audio(sender: Sender, spec: JobSpec) -> list[AudioChanged]:
    return [event.payload for event in sender.events(spec) if isinstance(event.payload, AudioChanged)]


def wait_until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)
