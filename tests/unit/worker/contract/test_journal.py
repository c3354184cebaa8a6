"""The journal refuses who was overtaken, and tells each word to those who listen."""

from __future__ import annotations

import json
from typing import Any

import pytest
from redis import Redis

from worker.contract.changes import ChangesReader
from worker.contract.events import (
    AudioChanged,
    FileStored,
    JobEvent,
    NotesDecided,
    Progressed,
    ScoreBegun,
    ScorePart,
    StatusChanged,
)
from worker.contract.journal import (
    ENDED_TTL_SECONDS,
    JOURNAL_TTL_SECONDS,
    JournalWriter,
    Superseded,
    announce,
    erase_journal,
    follow_journal,
    is_finished,
    read_journal,
    write_last_word,
    write_only_word,
)
from worker.contract.queues import changed_channel, journal_key
from worker.contract.status import AudioStatus, JobStatus

RUNNING = StatusChanged(JobStatus.RUNNING, engine="an engine")
SUCCEEDED = StatusChanged(JobStatus.SUCCEEDED)
CANCELED = StatusChanged(JobStatus.CANCELED)
MIDI = FileStored("piece.mid", "audio/midi", 1, "a" * 64)
PROGRESS = Progressed(1, 0.5, 0.1)


@pytest.fixture
def redis(redis_url: str) -> Any:
    with Redis.from_url(redis_url, decode_responses=True) as redis:
        yield redis


def payloads(redis: Redis) -> list[object]:
    return [event.payload for _, event in read_journal(redis, "job")]


def payload(event: JobEvent | None) -> object:
    assert event is not None
    return event.payload


def test_entries_are_read_in_the_order_they_were_written_by_growing_ids(redis):
    for payload in (RUNNING, PROGRESS, MIDI):
        JournalWriter(redis, "job", 1).write(payload)
    JournalWriter(redis, "job", 2).write(RUNNING)
    assert [entry_id for entry_id, _ in read_journal(redis, "job")] == ["1-0", "1-1", "1-2", "2-0"]
    assert payloads(redis) == [RUNNING, PROGRESS, MIDI, RUNNING]


def test_reading_goes_on_after_the_entry_that_was_last(redis):
    for payload in (RUNNING, PROGRESS, MIDI):
        JournalWriter(redis, "job", 1).write(payload)
    assert [event.payload for _, event in read_journal(redis, "job", after_id="1-1")] == [MIDI]


def test_a_run_that_was_overtaken_can_write_nothing_more(redis):
    first, second = JournalWriter(redis, "job", 1), JournalWriter(redis, "job", 2)
    first.write(RUNNING)
    second.write(RUNNING)
    with pytest.raises(Superseded):
        first.write(SUCCEEDED)
    assert payloads(redis) == [RUNNING, RUNNING]
    assert len(ChangesReader(redis, "ingest").wait(1)) == 2


def test_after_webs_last_word_no_run_can_write(redis):
    JournalWriter(redis, "job", 1).write(RUNNING)
    write_last_word(redis, "job", CANCELED)
    for attempt in (1, 2):
        with pytest.raises(Superseded):
            JournalWriter(redis, "job", attempt).write(SUCCEEDED)
    assert is_finished(redis, "job")


def test_web_may_say_its_last_word_again(redis):
    for _ in range(2):
        write_last_word(redis, "job", CANCELED)
    assert payloads(redis) == [CANCELED, CANCELED]


def test_the_only_word_is_taken_where_nobody_has_begun_and_nowhere_else(redis):
    write_only_word(redis, "job", CANCELED)
    with pytest.raises(Superseded):
        JournalWriter(redis, "job", 1).write(RUNNING)
    JournalWriter(redis, "other", 1).write(RUNNING)
    with pytest.raises(Superseded):
        write_only_word(redis, "other", CANCELED)
    assert not is_finished(redis, "other")


def test_what_the_database_must_know_is_passed_on_and_progress_is_not(redis):
    for payload in (RUNNING, PROGRESS, MIDI):
        JournalWriter(redis, "job", 1).write(payload)
    write_last_word(redis, "job", CANCELED)
    assert [event.payload for _, event in ChangesReader(redis, "ingest").wait(1)] == [RUNNING, MIDI, CANCELED]


def test_each_entry_is_told_to_those_who_listen_with_its_id(redis):
    listener = redis.pubsub()
    listener.subscribe(changed_channel("job"))
    listener.get_message(timeout=2)
    JournalWriter(redis, "job", 3).write(PROGRESS)
    announce(redis, ["job", "other"])
    entry, hint = (listener.get_message(timeout=2) for _ in range(2))
    assert entry is not None
    entry_id, fields = json.loads(entry["data"])
    assert (entry_id, fields["kind"], json.loads(fields["data"])["events"]) == ("3-0", "progress", 1)
    assert hint is not None
    assert hint["data"] == ""
    listener.close()


def test_an_erased_journal_holds_nothing_and_can_be_ended(redis):
    JournalWriter(redis, "job", 1).write(MIDI)
    erase_journal(redis, "job")
    write_last_word(redis, "job", CANCELED)
    assert payloads(redis) == [CANCELED]


def test_a_journal_is_bounded(redis):
    writer = JournalWriter(redis, "job", 1)
    for events in range(9000):
        writer.write(Progressed(events, 0.0, 0.0))
    assert redis.xlen("cadenza:job:job:journal") < 8400
    assert 0 < redis.ttl("cadenza:job:job:journal") <= 24 * 3600


def test_who_follows_a_journal_hears_what_was_said_and_what_is_said(redis):
    writer = JournalWriter(redis, "job", 1)
    writer.write(RUNNING)
    heard = follow_journal(redis, "job", pause_seconds=0.05)
    assert payload(next(heard)) == RUNNING
    assert next(heard) is None
    writer.write(PROGRESS)
    JournalWriter(redis, "job", 2).write(SUCCEEDED)
    assert [payload(next(heard)), payload(next(heard))] == [PROGRESS, SUCCEEDED]
    assert next(heard) is None


def test_notes_are_read_as_they_were_written_and_are_none_of_the_database_s(redis):
    score = ScoreBegun(120.0, 30.0, (ScorePart("piano", 0, is_drum=False),))
    notes = NotesDecided(3, 1.5, ((0, 60, 80, 0.1, 1 / 3),), ((0, 64, 90, 1.25),))
    writer = JournalWriter(redis, "job", 1)
    writer.write(score)
    writer.write(notes)
    assert [event.payload for _, event in read_journal(redis, "job")] == [score, notes]
    assert not ChangesReader(redis, "reader").wait(1)


def test_a_journal_is_kept_for_a_day_and_for_an_hour_after_the_end(redis):
    writer = JournalWriter(redis, "job", 1)
    writer.write(RUNNING)
    assert ENDED_TTL_SECONDS < redis.ttl(journal_key("job")) <= JOURNAL_TTL_SECONDS
    writer.write(SUCCEEDED)
    assert 0 < redis.ttl(journal_key("job")) <= ENDED_TTL_SECONDS
    writer.write(AudioChanged(AudioStatus.READY))
    assert 0 < redis.ttl(journal_key("job")) <= ENDED_TTL_SECONDS
