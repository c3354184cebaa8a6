"""Who in a band plays what is told by the instrument and by how it is played."""

from __future__ import annotations

import note_seq
import pytest

from worker.encodings.roles import ROLES, instruments_of

PICKED_BASS, ORGAN, GUITAR, PIANO = 34, 19, 29, 0


def band(*parts: tuple[int, list[tuple[int, ...]]]) -> note_seq.NoteSequence:
    """Each part, numbered from 0, is a program and the pitches that it strikes together on each quarter."""
    sequence = note_seq.NoteSequence()
    for number, (program, chords) in enumerate(parts):
        for beat, pitches in enumerate(chords):
            for pitch in pitches:
                sequence.notes.add(
                    start_time=beat, end_time=beat + 1, pitch=pitch, velocity=80, instrument=number, program=program
                )
    return sequence


@pytest.mark.parametrize(
    ("role", "part"),
    [
        ("bass", (PICKED_BASS, [(60,), (62,)])),
        ("bass", (ORGAN, [(28,), (31,), (62,)])),
        ("rhythm", (GUITAR, [(40, 47), (40, 47), (52,)])),
        ("lead", (GUITAR, [(64,), (67,), (64, 67), (69,)])),
    ],
)
def test_a_part_has_one_role(role, part):
    assert [found for found in ROLES if instruments_of(band(part), found)] == [role]


def test_notes_held_into_each_other_are_chords_though_they_are_struck_one_by_one():
    sequence = band((PIANO, [(48,), (52,), (55,), (60,)]))
    for note in sequence.notes:
        note.end_time = 4
    assert instruments_of(sequence, "rhythm") == [0]


def test_drums_have_no_role():
    sequence = band((0, [(36,), (38,)]))
    for note in sequence.notes:
        note.is_drum = True
    assert not any(instruments_of(sequence, role) for role in ROLES)
