"""What becomes of a part's notes, at once or as they are decided. At 120 quarters a minute a bar lasts 2 s."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.unit.worker.composing.made_up import part, playing, spec
from worker.composing.arranging.arranger import Arranger
from worker.composing.arranging.touch import touch_of
from worker.composing.playing import complete
from worker.composing.voices import Made
from worker.composing.voices.timeline import TimedNote
from worker.contract.part_spec import Conditioning
from worker.contract.plan import Plan, Section

NOTES: list[TimedNote] = [(0.0, 0.5, 60, 100), (1.5, 3.0, 64, 90), (6.5, 7.0, 67, 80), (9.0, 12.0, 72, 70)]
IN_BARS = Plan(sections=(Section("A", 1, ("lead",)), Section("B", 2, ()), Section("A", 2, ("lead",))))


def arranger(plan: Plan | None = None, name: str = "mono_rnn", **changed: Any) -> Arranger:
    one = replace(part(name), role="lead", **changed)
    return Arranger.of(replace(spec(one, length_seconds=12.0, qpm=120.0), plan=plan), 0, 5)


def test_a_part_of_which_nothing_is_asked_sounds_as_its_network_plays():
    assert arranger().arranged(NOTES) == NOTES
    made = Made(7.0, 3, NOTES[:2], NOTES[2:])
    assert arranger().made(made, 0.0) == made


def test_a_part_sounds_octaves_away_and_what_is_no_pitch_there_is_left_out():
    assert [note[2] for note in arranger(octaves=-2).arranged(NOTES)] == [36, 40, 43, 48]
    assert [note[2] for note in arranger(octaves=5).arranged(NOTES)] == [120, 124, 127]


def test_at_each_note_of_a_part_of_chords_the_chord_sounds_that_is_then_played():
    chords = Conditioning(backing_chords=("C", "G"))
    one = arranger(voicing="chords", octaves=-1, conditioning=chords)
    assert one.arranged([(0.0, 0.5, 76, 100), (2.0, 3.0, 74, 90)]) == [
        *((0.0, 0.5, pitch, 100) for pitch in (55, 60, 64)),
        *((2.0, 3.0, pitch, 90) for pitch in (55, 59, 62)),
    ]


def test_a_part_rests_where_no_section_of_its_own_is():
    assert arranger(IN_BARS).arranged(NOTES) == [(0.0, 0.5, 60, 100), (1.5, 2.0, 64, 90), (6.5, 7.0, 67, 80)]


def test_a_note_that_goes_on_where_its_part_rests_is_told_once_as_soon_as_it_is_cut():
    one = arranger(IN_BARS)
    begun = one.made(Made(1.75, 1, NOTES[:1], [(1.5, 12.0, 64, 90)]), 0.0)
    assert (begun.ended, begun.sounding) == (NOTES[:1], [(1.5, 2.0, 64, 90)])
    cut = one.made(Made(2.5, 1, [], [(1.5, 12.0, 64, 90)]), 1.75)
    assert (cut.ended, cut.sounding) == ([(1.5, 2.0, 64, 90)], [])
    assert one.made(Made(2.75, 1, [], [(1.5, 12.0, 64, 90)]), 2.5) == Made(2.75, 1, [], [])
    assert one.made(Made(3.5, 2, [NOTES[1]], []), 2.75) == Made(3.5, 2, [], [])


def test_a_note_that_has_ended_on_the_bar_line_since_the_last_look_at_it_is_told():
    one = arranger(IN_BARS)
    assert one.made(Made(2.25, 1, [(1.5, 2.0, 64, 90)], []), 1.75).ended == [(1.5, 2.0, 64, 90)]
    assert one.made(Made(2.25, 1, [(1.5, 2.0, 64, 90)], []), 2.0).ended == []


def test_what_closes_the_piece_is_never_said_to_be_known_before_its_end():
    one = arranger(Plan())
    assert one.made(Made(9.0, 0, [], []), 0.0).seconds == 9.0
    assert one.made(Made(12.0, 0, [], NOTES[3:]), 9.0) == Made(10.0, 0, [(9.0, 10.0, 72, 70)], [])


def test_hits_are_touched_and_known_only_when_none_can_come_before_them():
    drums = arranger(name="drum_kit", touch="kit")
    touch, hits = touch_of("kit", 5, 120.0), [(step / 8, (step + 1) / 8, 36, 100) for step in range(64)]
    assert drums.arranged(hits) == [touch.apply(hit) for hit in hits]
    assert [note[3] for note in drums.arranged(hits)] != [100] * len(hits)
    assert drums.made(Made(3.0, 0, [], []), 0.0).seconds == 3.0 - touch.lead_seconds
    assert drums.made(Made(0.0, 0, [], []), 0.0).seconds == 0.0


def test_chords_that_are_played_beside_a_tune_are_held_up_to_the_closing_and_go_to_the_tonic():
    asked = part("basic_improv", backing_chords=("Em", "C"), steps_per_chord=64, render_chords=True)
    of = replace(spec(asked, length_seconds=12.0, qpm=120.0), plan=Plan(tonic=4, is_minor=True))
    _, chords = complete(of, playing(of))
    assert sorted({(start, end) for start, end, _, _ in chords.notes.tolist()}) == [
        (0.0, 8.0),
        (8.0, 10.0),
        (10.0, 11.9),
    ]
    assert {pitch % 12 for start, _, pitch, _ in chords.notes.tolist() if start == 10.0} == {4, 7, 11}
