"""POST /api/v1/jobs with what a piece is wished to be like: who hears of it, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.web.test_create_job import post
from tests.unit.web.test_refused_requests import only_error, refuse
from tests.unit.web.test_same_again import is_the_same_again
from web.catalogue.models import Model, ModelVersion, Part, Type
from web.jobs.models import Job
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import PITCH_CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from redis import Redis

    from worker.contract.part_spec import PartSpec

DENSE = "multiconditioned_performance_with_dynamics"
MOTIF = [[0.5, 1.0, 64, 90], [0, 0.5, 60, 80]]
Play = Any


@pytest.fixture
def play(api: Client) -> Callable[[str], None]:
    """Has networks of that config play the piano."""

    def plays(config: str) -> None:
        ModelVersion.objects.filter(model__name="piano_performance").update(config=config)
        Part.objects.filter(role="piano").update(is_drum=config == "drum_kit")

    return plays


@pytest.fixture
def duo(api: Client) -> None:
    """Drums beside the piano."""
    ModelVersion.objects.filter(model__name="drums_groove").update(config="drum_kit")
    drummer = Model.objects.get(name="drums_groove")
    Part.objects.create(
        type=Type.objects.get(slug="performance"), position=1, role="drums", model=drummer, is_drum=True
    )


def spec_of(job: dict[str, Any]) -> JobSpec:
    return JobSpec.from_json(Job.objects.get(pk=job["id"]).spec)


def first_part(api: Client, **body: Any) -> PartSpec:
    return spec_of(post(api, style="piano", **body).json()).parts[0]


def test_nothing_is_wished_where_nothing_was_asked(api: Client) -> None:
    job = post(api, style="piano").json()
    assert {name: job["resolved"][name] for name in ("key", "scale", "density", "chords")} == dict.fromkeys(
        ("key", "scale", "density", "chords")
    )
    assert job["resolved"]["top_p"] == 1.0
    (part,) = spec_of(job).parts
    assert part.sampling.pitch_classes == PITCH_CLASSES
    assert (part.conditioning.notes_per_second, part.conditioning.backing_chords) == ((), ())


def test_a_key_alone_is_major(api: Client) -> None:
    job = post(api, style="piano", key="D").json()
    assert (job["resolved"]["key"], job["resolved"]["scale"]) == ("D", "major")
    assert spec_of(job).parts[0].sampling.pitch_classes == (1, 2, 4, 6, 7, 9, 11)


def test_a_network_that_hears_pitch_classes_is_told_the_scale_and_most_of_all_its_key(api: Client) -> None:
    part = first_part(api, key="A", scale="minor_pentatonic")
    assert part.sampling.pitch_classes == (0, 2, 4, 7, 9)
    assert part.conditioning.pitch_class_histogram == ((1, 0, 1, 0, 1, 0, 0, 1, 0, 2, 0, 0),)


def test_drums_hear_of_no_key_and_of_top_p_alone(api: Client, duo: None) -> None:
    piano, drums = spec_of(post(api, style="piano", key="Bb", top_p=0.9, primer_notes=MOTIF).json()).parts
    assert (piano.sampling.top_p, drums.sampling.top_p) == (0.9, 0.9)
    assert len(piano.sampling.pitch_classes) == 7
    assert drums.sampling.pitch_classes == PITCH_CLASSES
    assert drums.conditioning == type(drums.conditioning)()
    assert (len(piano.primer.notes), len(drums.primer.notes)) == (2, 0)


@pytest.mark.parametrize(("asked", "told"), [({}, 15.0), ({"density": 4}, 4.0)])
def test_a_network_that_hears_density_is_told_one(api: Client, play: Play, asked: Any, told: float) -> None:
    play(DENSE)
    job = post(api, style="piano", **asked).json()
    assert job["resolved"]["density"] == told
    assert spec_of(job).parts[0].conditioning.notes_per_second == (told,)


@pytest.mark.parametrize(
    ("asked", "bars", "chords", "steps"),
    [
        ("C G", ["C", "G"], ("C", "G"), 16),
        ("C | Am  F", ["C", "Am F"], ("C", "C", "Am", "F"), 8),
        (["C", "Am F"], ["C", "Am F"], ("C", "C", "Am", "F"), 8),
        (["N.C."], ["N.C."], ("N.C.",), 16),
    ],
)
def test_chords_are_told_bar_by_bar(
    api: Client, play: Play, asked: Any, bars: list[str], chords: tuple[str, ...], steps: int
) -> None:
    play("basic_improv")
    job = post(api, style="piano", chords=asked).json()
    assert job["resolved"]["chords"] == bars
    conditioning = spec_of(job).parts[0].conditioning
    assert (conditioning.backing_chords, conditioning.steps_per_chord) == (chords, steps)


@pytest.mark.parametrize(
    ("asked", "bars"),
    [
        ({}, ["C", "G", "Am", "F", "C", "G", "F", "C"]),
        ({"key": "D"}, ["D", "A", "Bm", "G", "D", "A", "G", "D"]),
        ({"key": "A", "scale": "minor"}, ["C", "G", "Am", "F", "C", "G", "F", "C"]),
    ],
)
def test_where_no_chords_are_asked_for_there_are_some_in_the_key(
    api: Client, play: Play, asked: Any, bars: list[str]
) -> None:
    play("basic_improv")
    assert post(api, style="piano", **asked).json()["resolved"]["chords"] == bars


def test_a_motif_is_heard_by_when_it_was_played_and_is_not_in_the_piece(api: Client) -> None:
    job = post(api, style="piano", primer_notes=MOTIF).json()
    assert job["request"]["primer_notes"] == MOTIF
    assert job["resolved"]["parts"][0]["primer"] == [[0.0, 0.5, 60, 80], [0.5, 1.0, 64, 90]]
    assert not spec_of(job).parts[0].primer.include_primer


@pytest.mark.parametrize("qpm", [60, 97.3, 240])
def test_a_motif_that_was_played_at_the_tempo_of_the_piece_keeps_its_times(api: Client, play: Play, qpm: float) -> None:
    play("basic_rnn")
    job = post(api, style="piano", primer_notes=MOTIF, qpm=qpm).json()
    (first, second) = job["resolved"]["parts"][0]["primer"]
    assert [*first, *second] == pytest.approx([0.0, 0.5, 60, 80, 0.5, 1.0, 64, 90])


@pytest.mark.parametrize(
    ("config", "body"),
    [
        ("performance_with_dynamics", {"key": "Eb", "scale": "dorian", "top_p": 0.85, "start_pitch": 63}),
        ("performance_with_dynamics", {"primer_notes": MOTIF, "key": "C", "temperature": 0.8}),
        (DENSE, {"density": 7.5}),
        (DENSE, {}),
        ("attention_improv", {"chords": "Cmaj7 | Am7 F | G7b9/B", "key": "G", "qpm": 88}),
        ("chord_pitches_improv", {}),
        ("basic_rnn", {"qpm": 140, "variations": 2}),
        ("rnn-nade", {"key": "F", "scale": "lydian"}),
    ],
)
def test_what_was_wished_is_done_again(api: Client, play: Play, config: str, body: dict[str, Any]) -> None:
    play(config)
    response = post(api, style="piano", **body)
    assert response.status_code == 202, response.content
    assert is_the_same_again(api, response.json())


@pytest.mark.parametrize(
    ("config", "field", "given"),
    [
        ("performance_with_dynamics", "qpm", 97),
        ("performance_with_dynamics", "density", 5),
        ("performance_with_dynamics", "chords", "C G"),
        ("basic_rnn", "density", 5),
        ("basic_rnn", "chords", ["C"]),
        ("rnn-nade", "top_p", 0.9),
        ("drum_kit", "key", "C"),
        ("drum_kit", "primer_notes", MOTIF),
    ],
)
def test_what_means_nothing_to_the_type_is_refused(
    api: Client, redis: Redis, play: Play, config: str, field: str, given: Any
) -> None:
    play(config)
    error = only_error(refuse(api, redis, {"style": "piano", field: given}))
    assert (error["pointer"], error["code"]) == (f"#/{field}", "not_applicable")
    assert field in error["detail"]


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"scale": "minor"}, "#/key", "required"),
        ({"key": "H"}, "#/key", "unknown"),
        ({"key": "c"}, "#/key", "unknown"),
        ({"key": ""}, "#/key", "unknown"),
        ({"key": 5}, "#/key", "unknown"),
        ({"key": ["C"]}, "#/key", "unknown"),
        ({"key": "C", "scale": "klezmer"}, "#/scale", "unknown"),
        ({"key": "C", "start_pitch": 61}, "#/start_pitch", "not_in_scale"),
        ({"top_p": 0.05}, "#/top_p", "too_small"),
        ({"top_p": 1.01}, "#/top_p", "too_large"),
        ({"density": 0}, "#/density", "too_small"),
        ({"density": 65}, "#/density", "too_large"),
        ({"primer_notes": []}, "#/primer_notes", "invalid"),
        ({"primer_notes": MOTIF * 33}, "#/primer_notes", "invalid"),
        ({"primer_notes": [[0, 16, 60, 80]]}, "#/primer_notes/0", "invalid"),
        ({"primer_notes": MOTIF, "start_pitch": 60}, "#/start_pitch", "not_applicable"),
        ({"primer_notes": MOTIF, "parent": "0" * 32}, "#/primer_notes", "not_applicable"),
        ({"primer_notes": MOTIF, "primer_midi": "TVRoZA=="}, "#/primer_notes", "not_applicable"),
    ],
)
def test_what_cannot_be_wished_is_refused(
    api: Client, redis: Redis, body: dict[str, Any], pointer: str, code: str
) -> None:
    error = only_error(refuse(api, redis, {"style": "piano", **body}))
    assert (error["pointer"], error["code"]) == (pointer, code)


def test_the_names_there_are_stand_beside_one_that_is_unknown(api: Client, redis: Redis) -> None:
    error = only_error(refuse(api, redis, {"style": "piano", "key": "C", "scale": "\ud800"}))
    assert "minor_pentatonic" in error["limit"]
    assert "minor_pentatonic" in error["detail"]


def test_a_note_of_the_scale_may_be_the_first(api: Client) -> None:
    assert first_part(api, key="D", start_pitch=61).primer.start_pitch == 61


@pytest.mark.parametrize(
    ("chords", "pointer"),
    [
        ("", "#/chords"),
        (" | ", "#/chords"),
        ([], "#/chords"),
        (5, "#/chords"),
        ({"0": "C"}, "#/chords"),
        (["C", 5], "#/chords"),
        ("C H G", "#/chords"),
        ("C" * 1001, "#/chords"),
        ("C " * 257, "#/chords"),
        ("C | C D E", "#/chords"),
        (["C", ""], "#/chords/1"),
        (["C", "Cmaj8"], "#/chords/1"),
        (["C", "C D E"], "#/chords/1"),
        (["C", "C" + " " * 80], "#/chords"),
        (["\ud800"], "#/chords/0"),
        ("\x00", "#/chords"),
    ],
)
def test_what_is_no_progression_is_refused_at_its_place(
    api: Client, redis: Redis, play: Play, chords: Any, pointer: str
) -> None:
    play("chord_pitches_improv")
    error = only_error(refuse(api, redis, {"style": "piano", "chords": chords}))
    assert (error["pointer"], error["code"]) == (pointer, "invalid")


def test_a_chord_without_a_triad_is_refused_where_triads_alone_are_heard(api: Client, redis: Redis, play: Play) -> None:
    play("basic_improv")
    error = only_error(refuse(api, redis, {"style": "piano", "chords": "C | Gsus4 G"}))
    assert (error["pointer"], error["code"], error["given"]) == ("#/chords", "not_applicable", "Gsus4")


def test_other_networks_hear_it(api: Client, play: Play) -> None:
    play("chord_pitches_improv")
    assert post(api, style="piano", chords="C | Gsus4 G").status_code == 202
