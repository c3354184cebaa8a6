from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.web.live.entries import entry
from web.live.entries import Entry, Position
from web.live.feed import Feed
from web.live.standing import Standing
from worker.contract.errors import ErrorCode, JobError
from worker.contract.events import (
    AudioChanged,
    FileStored,
    NotesDecided,
    Payload,
    Progressed,
    ScoreBegun,
    ScorePart,
    StatusChanged,
)
from worker.contract.journal import LAST_WORD
from worker.contract.status import AudioStatus, JobStatus

RUNNING = StatusChanged(JobStatus.RUNNING)
STEP = Progressed(1, 0.5, 0.1)


def said(text: bytes) -> list[tuple[str, dict[str, Any]]]:
    frames = [dict(line.split(": ", 1) for line in part.splitlines()) for part in text.decode().split("\n\n") if part]
    return [(frame["event"], json.loads(frame["data"])) for frame in frames]


def test_every_event_is_one_line_of_json_with_the_id_to_go_on_from():
    text = Feed().take(entry("2-7", FileStored("piece.mid", "audio/midi", 3, "ab")))
    assert text == (
        b'id: 2-7\nevent: file\ndata: {"name": "piece.mid", "bytes": 3, "sha256": "ab", "type": "audio/midi"}\n\n'
    )


def test_a_status_says_of_which_run_when_and_why():
    error = JobError(ErrorCode.TIMEOUT, "It took\ntoo long.")
    ((name, data),) = said(Feed().take(entry("3-1", StatusChanged(JobStatus.FAILED, error, ("slow",)))))
    assert name == "status"
    assert data == {
        "status": "failed",
        "attempt": 3,
        "error": {"code": "timeout", "message": "It took\ntoo long.", "retryable": True},
        "warnings": ["slow"],
        "at": "2027-01-15T08:00:00.000Z",
    }


def test_webs_last_word_is_of_the_run_before_it():
    feed = Feed()
    feed.take(entry("2-0", RUNNING))
    ((_, data),) = said(feed.take(entry(f"{LAST_WORD}-0", StatusChanged(JobStatus.CANCELED))))
    assert data["attempt"] == 2


def test_a_kind_that_is_not_known_yet_is_passed_on_as_it_is():
    text = Feed().take(Entry(Position(1, 0), "lyrics", 0.0, '{"words": []}'))
    assert said(text) == [("lyrics", {"words": []})]


@pytest.mark.parametrize(
    ("payloads", "is_settled"),
    [
        ([RUNNING], False),
        ([RUNNING, StatusChanged(JobStatus.SUCCEEDED)], False),
        ([RUNNING, StatusChanged(JobStatus.SUCCEEDED), AudioChanged(AudioStatus.READY)], True),
        ([RUNNING, StatusChanged(JobStatus.SUCCEEDED), AudioChanged(AudioStatus.FAILED)], True),
        ([StatusChanged(JobStatus.FAILED)], True),
        ([StatusChanged(JobStatus.EXPIRED)], True),
    ],
)
def test_a_job_is_settled_when_it_has_ended_and_its_audio_too(payloads: list[Payload], is_settled: bool):
    feed = Feed()
    for number, payload in enumerate(payloads):
        feed.take(entry(f"1-{number}", payload))
    assert feed.standing.is_settled is is_settled


def test_progress_is_told_at_most_four_times_a_second_but_always_when_the_clock_was_set_back():
    feed, ats = Feed(), [100.0, 100.1, 100.2, 100.25, 100.4, 100.5, 100.75, 50.0, 50.1, 50.25]
    told = [at for number, at in enumerate(ats) if feed.take(entry(f"1-{number}", STEP, at))]
    assert told == [100.0, 100.25, 100.5, 100.75, 50.0, 50.25]


entries = st.lists(
    st.tuples(
        st.sampled_from([RUNNING, STEP, STEP, FileStored("a", "b", 1, "c"), AudioChanged(AudioStatus.READY)]),
        st.floats(0, 0.4),
        st.booleans(),
    ),
    max_size=30,
)


@given(entries, st.data())
def test_a_client_that_was_cut_off_anywhere_is_told_the_same_as_one_that_was_not(steps: list[Any], data: st.DataObject):
    journal, at, attempt, number = [], 1000.0, 1, -1
    for payload, pause, is_new_run in steps:
        attempt, number, at = (attempt + 1, 0, at + pause) if is_new_run else (attempt, number + 1, at + pause)
        journal.append(entry(f"{attempt}-{number}", payload, at))
    whole = Feed()
    told = [text for text in map(whole.take, journal) if text]
    place = data.draw(st.integers(0, len(journal)))
    before, after = Feed(), Feed()
    first = [text for text in map(before.take, journal[:place]) if text]
    replayed = [(other.position, after.take(other)) for other in journal]
    rest = [text for position, text in replayed if text and (before.position is None or position > before.position)]
    assert first + rest == told


# A piece of 4 s: part, pitch, velocity, start, end.
PIECE = [(0, 60 + place, 80, place / 10, place / 10 + 0.35 + place % 3) for place in range(20)]
BY_END = sorted(PIECE, key=lambda note: note[4])


def run_of(attempt: int, cuts: list[float]) -> list[Entry]:
    """What a run says that tells the piece up to each of `cuts`; at 4 s, all of it."""
    payloads: list[Payload] = [RUNNING, ScoreBegun(120.0, 4.0, (ScorePart("piano", 0, False),))]
    first, before = 0, 0.0
    for until in cuts:
        notes = [note for note in BY_END[first:] if note[4] < until or until == 4.0]
        begun = [note[:4] for note in PIECE if before <= note[3] < until <= note[4]]
        payloads.append(NotesDecided(first, until, tuple(notes), tuple(begun) if until < 4.0 else ()))
        first, before = first + len(notes), until
    return [entry(f"{attempt}-{number}", payload) for number, payload in enumerate(payloads)]


moments = st.lists(st.floats(0.05, 3.95), max_size=8, unique=True).map(sorted)


@given(st.lists(moments, max_size=3), moments)
def test_however_many_runs_say_it_the_music_is_told_once(lost: list[list[float]], whole: list[float]):
    runs = [*lost, [*whole, 4.0]]
    feed, told = Feed(), []
    for attempt, cuts in enumerate(runs, 1):
        for one in run_of(attempt, cuts):
            told += said(feed.take(one))
            assert feed.position == one.position
    assert [name for name, _ in told].count("score") == 1
    entries = [data for name, data in told if name == "notes"]
    before = 0.0
    notes: list[list[Any]] = []
    for data in entries:
        assert data["first"] == len(notes)
        assert data["until_seconds"] > before
        new = [list(note[:4]) for note in PIECE if before <= note[3] < data["until_seconds"]]
        ended = [note[:4] for note in data["notes"]]
        assert sorted(data["begun"]) == sorted(note for note in new if note not in ended)
        notes, before = notes + data["notes"], data["until_seconds"]
    assert notes == [list(note) for note in BY_END]


@given(st.lists(moments, min_size=1, max_size=3), st.data())
def test_who_goes_on_in_midst_of_the_music_is_told_the_rest_of_it(lost: list[list[float]], data: st.DataObject):
    runs = [*lost, [1.0, 2.0, 4.0]]
    journal = [one for attempt, cuts in enumerate(runs, 1) for one in run_of(attempt, cuts)]
    whole, again = Feed(), Feed()
    told = [(one.position, whole.take(one)) for one in journal]
    place = data.draw(st.sampled_from([position for position, text in told if text]))
    rest = [text for one in journal if (text := again.take(one)) and one.position > place]
    assert rest == [text for position, text in told if text and position > place]


def test_an_entry_that_says_nothing_new_is_no_event():
    feed = Feed()
    for one in run_of(1, [2.0]):
        feed.take(one)
    assert [feed.take(one) for one in run_of(2, [1.0, 2.0])][1:] == [b"", b"", b""]
    assert feed.position == (2, 3)


def test_where_the_beginning_of_the_journal_is_lost_the_count_says_so():
    later = run_of(1, [1.0, 2.0, 4.0])[3:]
    feed = Feed()
    ((_, notes),) = said(feed.take(later[0]))
    assert notes["first"] > 0
    ((_, rest),) = said(feed.take(later[1]))
    assert rest["first"] == notes["first"] + len(notes["notes"])


def test_only_the_very_next_word_of_the_same_run_follows_without_a_gap():
    feed = Feed()
    assert not feed.is_followed_by([entry("1-0", RUNNING)])
    feed.take(entry("1-0", RUNNING))
    assert feed.is_followed_by([entry("1-1", STEP), entry("1-2", STEP)])
    assert not feed.is_followed_by([entry("1-1", STEP), entry("1-3", STEP)])
    for other in ("1-0", "1-2", "2-0", "2-1"):
        assert not feed.is_followed_by([entry(other, STEP)])


def test_after_all_was_told_at_once_the_feed_knows_what_django_knows():
    feed = Feed.after([entry("1-0", RUNNING)], Standing(JobStatus.SUCCEEDED, 1, AudioStatus.READY))
    assert feed.position == (1, 0)
    assert feed.standing.is_settled
    feed = Feed.after([entry("1-0", RUNNING), entry("1-1", StatusChanged(JobStatus.SUCCEEDED))], Standing())
    assert feed.standing.status is JobStatus.SUCCEEDED
