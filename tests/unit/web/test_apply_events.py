"""What workers report, written by compare-and-set."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.web.builders import add_job, event
from web.jobs.models import Job, ResultFile
from web.jobs.services.apply import apply_event
from worker.contract.errors import ErrorCode, JobError
from worker.contract.events import AudioChanged, FileStored, JobEvent, Payload, Progressed, StatusChanged
from worker.contract.folder import Folder
from worker.contract.results import ResultStore
from worker.contract.status import FINAL, AudioStatus, JobStatus

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db

RUNNING = StatusChanged(JobStatus.RUNNING)
SUCCEEDED = StatusChanged(JobStatus.SUCCEEDED)
FAILED = StatusChanged(JobStatus.FAILED, JobError(ErrorCode.INTERNAL, "broken"))
CANCELED = StatusChanged(JobStatus.CANCELED)
MIDI = FileStored("piece.mid", "audio/midi", 100, "a" * 64)
MP3 = FileStored("piece.mp3", "audio/mpeg", 200, "b" * 64)
READY = AudioChanged(AudioStatus.READY)
NO_AUDIO = AudioChanged(AudioStatus.FAILED, JobError(ErrorCode.RENDER_FAILED, "no SoundFont"))


def play(job: Job, *story: Payload, attempt: int = 1) -> Job:
    for payload in story:
        apply_event(event(job, payload, attempt))
    job.refresh_from_db()
    return job


def test_a_whole_run_ends_succeeded_with_both_files() -> None:
    job = play(add_job(), RUNNING, MIDI, SUCCEEDED, MP3, READY)
    assert (job.status, job.audio_status, job.attempt) == ("succeeded", "ready", 1)
    assert [file.name for file in job.files.all()] == ["piece.mid", "piece.mp3"]


@pytest.mark.parametrize("last", [SUCCEEDED, FAILED, CANCELED])
@pytest.mark.parametrize("late", [RUNNING, SUCCEEDED, FAILED, CANCELED, StatusChanged(JobStatus.EXPIRED)])
@pytest.mark.parametrize("attempt", [1, 2])
def test_final_states_absorb_whatever_comes_after(last: StatusChanged, late: StatusChanged, attempt: int) -> None:
    job = play(add_job(), RUNNING, last)
    before = Job.objects.values().get(pk=job.pk)
    play(job, late, attempt=attempt)
    assert Job.objects.values().get(pk=job.pk) == before


def test_a_success_that_overtakes_the_start_stands() -> None:
    assert play(add_job(), SUCCEEDED, RUNNING).status == "succeeded"


@pytest.mark.parametrize("payload", [RUNNING, SUCCEEDED, FAILED, MIDI, NO_AUDIO])
def test_a_lower_attempt_never_undoes_a_higher_one(payload: Payload) -> None:
    job = play(add_job(), RUNNING, attempt=2)
    play(job, payload, attempt=1)
    assert (job.status, job.attempt, job.audio_status) == ("running", 2, "pending")
    assert not job.files.exists()


def test_a_second_attempt_takes_a_running_job_over_and_keeps_when_it_began() -> None:
    job = add_job()
    apply_event(event(job, RUNNING, attempt=1, at=1_800_000_000.0))
    apply_event(event(job, RUNNING, attempt=2, at=1_800_000_060.0))
    job.refresh_from_db()
    assert (job.status, job.attempt) == ("running", 2)
    assert job.started_at is not None
    assert job.started_at.timestamp() == 1_800_000_000


def test_a_file_of_a_second_attempt_takes_the_place_of_the_first_ones() -> None:
    job = play(add_job(), RUNNING, MIDI)
    play(job, RUNNING, FileStored("piece.mid", "audio/midi", 101, "c" * 64), attempt=2)
    assert job.files.get().sha256 == "c" * 64
    play(job, MIDI, attempt=1)
    assert job.files.get().sha256 == "c" * 64


def test_no_file_joins_a_job_that_was_canceled() -> None:
    assert not play(add_job(), RUNNING, CANCELED, MIDI).files.exists()


def test_audio_that_failed_leaves_the_piece_as_it_is() -> None:
    job = play(add_job(), RUNNING, MIDI, SUCCEEDED, NO_AUDIO)
    assert (job.status, job.audio_status) == ("succeeded", "failed")
    assert job.audio_error is not None
    assert job.audio_error["code"] == "render_failed"


def test_audio_is_ready_or_failed_once() -> None:
    assert play(add_job(), RUNNING, SUCCEEDED, READY, NO_AUDIO).audio_status == "ready"


ON_REQUEST = AudioChanged(AudioStatus.ON_REQUEST)


def test_audio_that_was_left_to_be_asked_for_may_still_come_or_fail() -> None:
    assert play(add_job(), RUNNING, SUCCEEDED, ON_REQUEST, MP3, READY).audio_status == "ready"
    assert play(add_job(), RUNNING, SUCCEEDED, ON_REQUEST, NO_AUDIO).audio_status == "failed"


def test_audio_that_has_come_or_was_asked_for_is_not_left_to_be_asked_for() -> None:
    assert play(add_job(), RUNNING, SUCCEEDED, READY, ON_REQUEST).audio_status == "ready"
    assert play(add_job(audio_asked_attempt=1), RUNNING, SUCCEEDED, ON_REQUEST).audio_status == "pending"


def test_progress_never_reaches_the_database(django_assert_num_queries: Any) -> None:
    job = add_job()
    before = Job.objects.values().get(pk=job.pk)
    play(job, Progressed(1, 0.1, 0.01))
    assert Job.objects.values().get(pk=job.pk) == before


@pytest.mark.parametrize("payload", [RUNNING, MIDI, SUCCEEDED, MP3, READY])
def test_the_same_event_twice_changes_nothing_more(payload: Payload) -> None:
    story: list[Payload] = [RUNNING, MIDI, SUCCEEDED, MP3, READY]
    job = play(add_job(), *story[: story.index(payload) + 1])
    before = Job.objects.values().get(pk=job.pk)
    play(job, payload)
    assert Job.objects.values().get(pk=job.pk) == before


def test_files_of_a_job_that_no_longer_is_are_removed(settings: Any, tmp_path: Path) -> None:
    store = ResultStore(Folder(tmp_path / "results"))
    job = add_job()
    stored = store.put(str(job.id), 1, "piece.mid", b"midi")
    gone = event(job, stored)
    job.delete()
    apply_event(gone)
    assert not store.exists(gone.job_id, 1, "piece.mid")


def test_a_job_id_that_is_none_is_refused_before_anything_is_touched() -> None:
    with pytest.raises(ValueError, match="UUID"):
        apply_event(JobEvent("../../etc", 1, 0.0, MIDI))


STORY = [(payload, attempt) for attempt in (1, 2) for payload in (RUNNING, MIDI, SUCCEEDED, MP3, READY, FAILED)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), doubled=st.integers(0, 12))
def test_in_any_order_and_any_number_the_first_final_state_stands(seed: int, doubled: int) -> None:
    shuffled = random.Random(seed)
    story = STORY + shuffled.sample(STORY, min(doubled, len(STORY)))
    shuffled.shuffle(story)
    job, final, attempt = add_job(), None, 0
    for payload, of_attempt in story:
        play(job, payload, attempt=of_attempt)
        assert job.attempt >= attempt
        assert final is None or job.status == final
        attempt, final = job.attempt, job.status if job.status in FINAL else None
    assert final is not None
    assert ResultFile.objects.filter(job=job).count() <= 2
