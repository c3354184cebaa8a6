"""Polyphony: notes last as long as they are continued; a primer may be heard, or sound within what is composed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.worker.composing.voices.parts import feed, voice
from worker.contract.part_spec import Primer, PrimerNote
from worker.encodings.polyphony import PolyphonicEvent, PolyphonyOneHotEncoding

ENCODING = PolyphonyOneHotEncoding()
START, END, STEP_END = range(3)
classes = st.lists(st.integers(0, ENCODING.num_classes - 1), max_size=300)
chord = st.sets(st.integers(30, 90), max_size=4)


def new(pitch: int) -> int:
    return ENCODING.encode_event(PolyphonicEvent(3, pitch))


def on(pitch: int) -> int:
    return ENCODING.encode_event(PolyphonicEvent(4, pitch))


@given(classes)
def test_whatever_is_fed_no_note_hangs_or_sounds_twice_at_once(fed):
    played = voice("polyphony")
    for event in fed:
        if not played.done:
            feed(played, event)
    notes = played.notes()
    assert (notes["end_seconds"] > notes["start_seconds"]).all()
    assert (notes["end_seconds"] <= 10).all()
    for pitch in set(notes["pitch"].tolist()):
        same = notes[notes["pitch"] == pitch]
        assert (same["start_seconds"][1:] >= same["end_seconds"][:-1]).all()


@given(st.lists(chord, min_size=1, max_size=12))
def test_a_primer_that_the_network_hears_comes_back_as_it_was(chords):
    notes = [
        PrimerNote(place * 0.25, place * 0.25 + 0.25, pitch, 100)
        for place, pitches in enumerate(chords)
        for pitch in sorted(pitches)
    ]
    primer = Primer(notes=tuple(notes), condition_on_primer=True, inject_primer_during_generation=False)
    played = voice("polyphony", primer)
    assert played.notes().tolist() == [(n.start_seconds, n.end_seconds, n.pitch, n.velocity) for n in notes]


def test_a_note_lasts_as_long_as_it_is_continued():
    played = voice("polyphony")
    feed(played, new(60), new(64), STEP_END, on(60), STEP_END, on(60), new(64), STEP_END, STEP_END)
    assert played.notes().tolist() == [(0.0, 0.375, 60, 100), (0.0, 0.125, 64, 100), (0.25, 0.375, 64, 100)]


def test_a_note_that_begins_anew_ends_before():
    played = voice("polyphony")
    feed(played, new(60), STEP_END, on(60), new(60), STEP_END, STEP_END)
    assert played.notes().tolist() == [(0.0, 0.125, 60, 100), (0.125, 0.25, 60, 100)]


def test_starts_and_ends_within_and_notes_continued_from_nowhere_mean_nothing():
    played = voice("polyphony")
    feed(played, START, new(60), END, on(70), STEP_END, END, START, STEP_END)
    assert played.notes().tolist() == [(0.0, 0.125, 60, 100)]


def test_what_sounds_at_the_end_is_closed_there():
    played = voice("polyphony", seconds=1.0)
    for _ in range(8):
        feed(played, new(60) if played.seconds == 0 else on(60), STEP_END)
    assert played.done
    assert played.notes().tolist() == [(0.0, 1.0, 60, 100)]


def test_a_network_that_ends_no_step_is_stopped():
    played = voice("polyphony")
    fed = 0
    while not played.done:
        feed(played, END)
        fed += 1
    assert fed == 129


def test_a_start_pitch_is_the_first_note():
    played = voice("polyphony", Primer(start_pitch=60))
    feed(played, STEP_END, STEP_END)
    assert played.primer == [(START,), (new(60),)]
    assert played.notes().tolist() == [(0.0, 0.125, 60, 100)]


def test_an_injected_primer_sounds_again_step_by_step_after_itself():
    played = voice("polyphony", Primer(melody=(60, 62)))
    assert played.injects
    assert played.primer == [(START,), (new(60),)]
    assert played.injected() == []
    feed(played, STEP_END)
    assert played.injected() == [(new(62),)]
    feed(played, new(62))
    assert played.injected() == []
    feed(played, STEP_END)
    assert played.injected() == []
    starts = [row[:3] for row in played.notes().tolist()]
    assert starts == [(0.0, 0.125, 60), (0.125, 0.25, 62), (0.375, 0.5, 60), (0.5, 10.0, 62)]


def test_a_primer_that_is_heard_and_injected_begins_again_after_itself():
    played = voice("polyphony", Primer(melody=(60, 62), condition_on_primer=True))
    silent = (STEP_END,)
    first = [(START,), (new(60),), (STEP_END,), (new(62),), (STEP_END,), silent]
    assert played.primer == [*first, (new(60),)]
    feed(played, STEP_END)
    assert played.injected() == [(new(62),)]


def test_a_primer_neither_heard_nor_injected_only_sounds_before():
    played = voice("polyphony", Primer(pitches=(64, 60), inject_primer_during_generation=False))
    assert not played.injects
    assert played.primer == [(START,)]
    assert played.seconds == 0.625
    assert played.notes().tolist() == [(0.0, 0.5, 60, 100), (0.0, 0.5, 64, 100)]


def test_without_the_primer_the_piece_is_what_is_composed_around_it():
    played = voice("polyphony", Primer(melody=(60, 62), include_primer=False), seconds=1.0)
    feed(played, STEP_END, new(62), STEP_END)
    assert played.notes().tolist()[0] == (0.0, 0.125, 60, 100)
    assert len(played.notes()) == 2
