"""Notes are told once each, in one order, as soon as nothing can change them, however the engine's calls fall."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.worker.composing.asked import PRIMERS, TUNE, arranged_parts, families, plans
from tests.unit.worker.composing.made_up import NOTE_ENCODING, advance, part, playing, spec
from worker.composing.news import NEWS_SECONDS, News
from worker.composing.playing import Playing, complete
from worker.contract.events import JobEvent, NotesDecided, Payload, Progressed, ScoreBegun, ScorePart
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import Primer
from worker.engine.sequence import Beam

UNHEARD = Primer(notes=TUNE.notes, inject_primer_during_generation=False)

seeds = st.integers(0, 2**32)


def notes_of(payloads: list[Payload]) -> list[NotesDecided]:
    return [payload for payload in payloads if isinstance(payload, NotesDecided)]


def told(of: JobSpec, parts: list[Playing], music: int, cuts: int) -> list[Payload]:
    """All that is told of music that depends on `music` alone, in calls and at looks that depend on `cuts`."""
    news, chance = News(of, parts), np.random.default_rng(cuts)
    randoms = [np.random.default_rng((music, place)) for place in range(len(parts))]
    payloads = [*news.opening()]
    while going := [place for place, one in enumerate(parts) if not one.sequence.has_ended]:
        place = int(chance.choice(going))
        advance(parts[place], randoms[place], int(chance.integers(1, 20)))
        if chance.random() < 0.5:
            payloads += news.latest()
    return [*payloads, *news.last(complete(of, parts))]


def all_notes(of: JobSpec, parts: list[Playing]) -> list[tuple[int, int, int, float, float]]:
    """Those of the finished piece, in the order of the contract."""
    rows = [
        (place, pitch, velocity, start, end)
        for place, part in enumerate(complete(of, parts))
        for start, end, pitch, velocity in part.notes.tolist()
    ]
    return sorted(rows, key=lambda row: (row[4], row[3], row[0], row[1]))


def assert_as_the_contract_says(entries: list[NotesDecided], piece: list[tuple[int, int, int, float, float]]) -> None:
    before = first = 0.0
    for entry in entries[:-1]:
        until = entry.until_seconds
        assert entry.first == first
        assert list(entry.notes) == [row for row in piece[entry.first :] if row[4] < until]
        begun = [row[:4] for row in piece if before <= row[3] < until <= row[4]]
        assert list(entry.begun) == sorted(begun, key=lambda row: (row[3], row[0], row[1]))
        assert until > before
        before, first = until, entry.first + len(entry.notes)
    assert (entries[-1].first, entries[-1].begun) == (first, ())
    assert [row for entry in entries for row in entry.notes] == piece


@settings(deadline=None, max_examples=150)
@given(families, st.sampled_from([*PRIMERS, UNHEARD]), seeds, seeds, st.sampled_from([3.1, 10.0]))
def test_every_entry_holds_all_that_is_decided_and_nothing_twice(family, primer, music, cuts, length_seconds):
    of = spec(part(family, primer, render_chords=family == "basic_improv"), length_seconds=length_seconds)
    parts = playing(of)
    entries = notes_of(told(of, parts, music, cuts))
    assert_as_the_contract_says(entries, all_notes(of, parts))
    assert entries[-1].until_seconds == length_seconds


@settings(deadline=None, max_examples=60)
@given(st.lists(families, min_size=2, max_size=4), seeds, seeds)
def test_the_parts_of_an_ensemble_come_together_bar_by_bar(names, music, cuts):
    of = spec(*(part(name, render_chords=True) for name in names))
    parts = playing(of)
    entries = notes_of(told(of, parts, music, cuts))
    assert_as_the_contract_says(entries, all_notes(of, parts))
    bars = [entry.until_seconds / (4 * 60 / 97) for entry in entries[:-1]]
    assert bars == pytest.approx(np.round(bars))


@settings(deadline=None, max_examples=150)
@given(arranged_parts(), plans, seeds, seeds, st.sampled_from([3.1, 9.9, 15.0]))
def test_arranged_parts_are_told_as_they_are_in_the_finished_piece(asked, plan, music, cuts, length_seconds):
    of = replace(spec(*asked, length_seconds=length_seconds), plan=plan)
    parts = playing(of)
    entries = notes_of(told(of, parts, music, cuts))
    assert_as_the_contract_says(entries, all_notes(of, parts))
    assert all(0.0 <= start < end <= length_seconds for _, _, _, start, end in all_notes(of, parts))


@settings(deadline=None, max_examples=40)
@given(families, seeds, seeds, seeds)
def test_the_order_of_all_notes_is_the_same_however_they_are_cut(family, music, cuts, other_cuts):
    of = spec(part(family))
    whole = [notes_of(told(of, playing(of), music, each)) for each in (cuts, other_cuts)]
    first, second = [[row for entry in entries for row in entry.notes] for entries in whole]
    assert first == second


@settings(deadline=None, max_examples=40)
@given(families, seeds)
def test_the_journal_can_hold_all_of_it(family, music):
    of = spec(part(family))
    for payload in told(of, playing(of), music, 0):
        fields = JobEvent("job", 1, 0.0, payload).to_fields()
        assert JobEvent.from_fields(json.loads(json.dumps(fields))).payload == payload


def test_a_note_that_the_network_forgot_is_told_when_its_five_seconds_are_over():
    of = spec(part("performance_with_dynamics"))
    (one,) = parts = playing(of)
    news = News(of, parts)
    for event in (60, *[256 + 99] * 4):
        one.sequence.voice.feed((event,))
    assert news.latest() == (NotesDecided(0, 4.0, (), ((0, 60, 100, 0.0),)),)
    for event in (256 + 99, 256 + 0):
        one.sequence.voice.feed((event,))
    assert [entry.notes for entry in notes_of([*news.latest()])] == [((0, 60, 100, 0.0, 5.0),)]


def test_a_note_that_is_struck_again_within_its_duration_is_told_as_long_as_it_sounded():
    of = spec(part(NOTE_ENCODING))
    (one,) = parts = playing(of)
    news = News(of, parts)
    for event in ((0, 0, 60, 19, 9, 9), (0, 50, 60, 19, 0, 9), (0, 60, 64, 19, 0, 9)):
        one.sequence.voice.feed(event)
    (entry,) = notes_of([*news.latest()])
    assert [row[1:] for row in entry.notes] == [(60, 77, 0.0, 0.5), (60, 77, 0.5, 0.6)]
    assert entry.until_seconds == 1.1


def test_the_score_is_told_before_anything_and_an_included_primer_with_it():
    tune, beat = Primer(melody=(60, -2) * 20), Primer(drums=((36,),) * 40)
    of = spec(part("basic_improv", tune, steps_per_chord=40, render_chords=True), part("drum_kit", beat))
    score, notes = News(of, playing(of)).opening()
    roles = (ScorePart("basic_improv", 7, False), ScorePart("chords", 88, False), ScorePart("drum_kit", 7, True))
    assert score == ScoreBegun(97.0, 10.0, roles)
    assert isinstance(notes, NotesDecided)
    assert {row[0] for row in notes.notes} == {0, 2}
    assert {1} <= {row[0] for row in notes.begun}


def test_a_beam_may_yet_change_its_mind_and_is_told_at_the_end():
    of = spec(part("mono_rnn", TUNE))
    parts = playing(of, Beam(2, 2, 3))
    (entry,) = notes_of(told(of, parts, 1, 1))
    assert list(entry.notes) == all_notes(of, parts)


def test_that_the_music_goes_on_is_told_now_and_then_though_no_note_begins_or_ends(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("worker.composing.news.time.monotonic", lambda: now[0])
    of = spec(part("performance_with_dynamics"), length_seconds=60.0)
    (one,) = parts = playing(of)
    news = News(of, parts)
    one.sequence.voice.feed((60,))
    told_at = []
    for look in range(9):
        now[0] += NEWS_SECONDS / 4
        one.sequence.voice.feed((256 + 9,))
        told_at += [look for entry in notes_of([*news.latest()])]
    assert told_at == [0, 4, 8]


def test_progress_is_told_about_four_times_a_second(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("worker.composing.news.time.monotonic", lambda: now[0])
    of = spec(part("mono_rnn"))
    news = News(of, playing(of))
    found = []
    for _ in range(40):
        now[0] += 0.0625
        found += [payload for payload in news.latest() if isinstance(payload, Progressed)]
    assert len(found) == 10
