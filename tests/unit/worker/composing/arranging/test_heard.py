"""A part that sounds octaves away from where its network plays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.worker.composing.made_up import FAMILIES, part, playing, spec
from worker.composing.arranging.heard import heard, semitones_of
from worker.contract.part_spec import Primer, PrimerNote, Sampling
from worker.encodings.configs import config_of
from worker.encodings.masks import allowed_classes

KEPT = Primer(melody=(40, -2, 43, -1))
BASS = replace(part("mono_rnn", KEPT), octaves=-2, sampling=Sampling(lowest_pitch=28, highest_pitch=55))


def test_a_part_that_sounds_where_its_network_plays_is_heard_as_it_is():
    for name in FAMILIES:
        assert heard(part(name, KEPT)) == part(name, KEPT)


def test_the_range_is_moved_to_where_the_network_plays():
    sampling = heard(BASS).sampling
    assert (sampling.lowest_pitch, sampling.highest_pitch) == (52, 79)
    allowed = allowed_classes(config_of("mono_rnn"), sampling)
    assert allowed is not None
    assert [pitch - 24 for pitch, may in enumerate(allowed[2:].tolist()) if may] == list(range(28, 56))


def test_what_would_sound_below_the_lowest_pitch_is_not_begun():
    sampling = heard(replace(part("mono_rnn"), octaves=-2)).sampling
    assert (sampling.lowest_pitch, sampling.highest_pitch) == (24, 127)


def test_a_primer_of_any_kind_is_heard_where_the_network_plays():
    notes = (PrimerNote(0.0, 0.5, 40, 90),)
    primer = Primer((40, 47), (40, -2, -1), ((36,),), ((1, 5), ()), notes, start_pitch=40)
    moved = heard(replace(part("mono_rnn", primer), octaves=-1)).primer
    assert (moved.pitches, moved.melody, moved.pianoroll) == ((52, 59), (52, -2, -1), ((13, 17), ()))
    assert (moved.notes, moved.start_pitch) == ((PrimerNote(0.0, 0.5, 52, 90),), 52)
    assert moved.drums == primer.drums


def test_a_pitch_that_the_network_has_not_is_heard_octaves_nearer():
    assert heard(replace(part("mono_rnn", Primer(pitches=(127, 104))), octaves=-2)).primer.pitches == (127, 116)


@pytest.mark.parametrize("family", ["mono_rnn", "basic_improv", "performance_with_dynamics", "polyphony", "rnn-nade"])
def test_a_primer_sounds_where_it_was_played(family):
    primer = Primer(notes=(PrimerNote(0.0, 0.5, 40, 90),))
    (one,) = playing(spec(replace(part(family, primer), octaves=-2)))
    assert [note[2] for line in one.lines() for note in line.notes][:1] == [40]


def test_drums_have_no_octave():
    drums = replace(part("drum_kit", Primer(drums=((36,),))), octaves=-2)
    assert heard(drums) == drums
    assert semitones_of(drums) == 0
