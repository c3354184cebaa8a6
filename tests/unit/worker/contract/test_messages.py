"""What is written on one side of the queue is read on the other."""

from __future__ import annotations

import json

import pytest

from worker.contract.errors import ErrorCode, JobError
from worker.contract.events import AudioChanged, FileStored, JobEvent, Progressed, StatusChanged
from worker.contract.job_spec import JobSpec, UnknownMessageVersion
from worker.contract.part_spec import Conditioning, ModelRef, PartSpec, Primer, PrimerNote, Sampling
from worker.contract.plan import Plan, Section
from worker.contract.status import FINAL, PREDECESSORS, AudioStatus, JobStatus

ERROR = JobError(ErrorCode.TIMEOUT, "too late")


def spec() -> JobSpec:
    part = PartSpec(
        "piano",
        ModelRef("piano_performance", 1, "a" * 64),
        0,
        is_drum=False,
        sampling=Sampling(temperature=0.7, top_p=0.9, pitch_classes=(0, 2, 4), beam_size=2),
        primer=Primer(drums=((36,), (), (38, 42)), notes=(PrimerNote(0.0, 0.5, 60, 90),), include_primer=False),
        conditioning=Conditioning((4.0, 8.0), ((1.0,) * 12,), (False, True), ("C", "Am"), 8),
        octaves=-2,
        voicing="chords",
        touch="kit",
    )
    plan = Plan(9, is_minor=True, sections=(Section("intro", 2, ("piano",)), Section("A", 4, ("piano", "drums"))))
    return JobSpec("id", "piano", "performance", 30.0, 120.0, 5, 1.5, (part,), plan)


def test_a_job_spec_survives_the_queue():
    assert JobSpec.from_json(json.loads(json.dumps(spec().to_json()))) == spec()


def test_a_message_of_a_newer_version_is_refused_by_name():
    with pytest.raises(UnknownMessageVersion, match="99"):
        JobSpec.from_json({**spec().to_json(), "message_version": 99})


@pytest.mark.parametrize(
    "payload",
    [
        StatusChanged(JobStatus.RUNNING, engine="an engine"),
        StatusChanged(JobStatus.FAILED, ERROR, ("a warning",)),
        Progressed(412, 10.3, 0.34),
        FileStored("piece.mid", "audio/midi", 4120, "b" * 64),
        AudioChanged(AudioStatus.FAILED, ERROR),
    ],
)
def test_an_event_survives_the_stream(payload):
    event = JobEvent("id", 2, 1700000000.123, payload)
    assert JobEvent.from_fields(json.loads(json.dumps(event.to_fields()))) == event


def test_nothing_follows_a_final_state():
    assert all(not (FINAL & before) for before in PREDECESSORS.values())


def test_every_state_but_the_first_can_be_reached_from_the_first():
    reached = {JobStatus.QUEUED}
    for _ in JobStatus:
        reached |= {status for status, before in PREDECESSORS.items() if before & reached}
    assert reached == set(JobStatus)
