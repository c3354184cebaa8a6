"""POST /api/v1/jobs with `primer_midi`: what of a file the networks hear, and which files are refused."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.midi_files import TICKS, midi, raw, scale, tempos, track
from tests.unit.web.test_create_job import post
from tests.unit.web.test_refused_requests import only_error, refuse
from tests.unit.worker.composing.voices.parts import feed, voice
from web.catalogue.models import Model, ModelVersion, Part, Type
from web.catalogue.services.primer_window import (
    MAX_PRIMER_NOTES,
    PRIMER_SECONDS,
    last_bars,
    last_beats,
    last_seconds,
)
from web.jobs.models import Job
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import Primer
from worker.contract.primer_midi import MAX_BYTES, parse_primer
from worker.encodings.configs import CONFIGS
from worker.encodings.performance import NOTE_OFF, VELOCITY

if TYPE_CHECKING:
    from django.test import Client
    from redis import Redis

HITS = [(quarter * TICKS, quarter * TICKS + 60, 36) for quarter in range(64)]


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def primer_of(job: dict[str, Any], place: int = 0) -> Any:
    return job["resolved"]["parts"][place]["primer"]


def steps_of(primer: Any, qpm: float) -> list[float]:
    return [note[0] * qpm / 15 for note in primer]


def test_a_file_is_heard_and_is_not_in_the_piece(api: Client) -> None:
    job = post(api, style="piano", primer_midi=encoded(midi(scale(4)))).json()
    assert primer_of(job) == [[q / 2, q / 2 + 0.25, 48 + q, 80] for q in range(4)]
    (part,) = JobSpec.from_json(Job.objects.get(pk=job["id"]).spec).parts
    assert [
        [note.start_seconds, note.end_seconds, note.pitch, note.velocity] for note in part.primer.notes
    ] == primer_of(job)
    assert not part.primer.include_primer


def test_the_request_is_kept_without_the_file(api: Client) -> None:
    content = midi(scale(4))
    job = post(api, style="piano", primer_midi=encoded(content)).json()
    assert job["request"] == {
        "style": "piano",
        "primer_midi": {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()},
    }


def test_a_file_as_large_as_may_be_is_read(api: Client) -> None:
    body = encoded(midi(scale(4)).ljust(MAX_BYTES, b"\x00"))
    assert post(api, style="piano", primer_midi=body).status_code == 202


def test_the_last_15_seconds_are_heard_and_what_sounds_where_they_begin_is_cut(api: Client) -> None:
    long = track([(0, 12 * TICKS, 40), (11 * TICKS, 41 * TICKS, 60)])  # 120 to the minute: to 6 s, from 5.5 to 20.5 s
    assert primer_of(post(api, style="piano", primer_midi=encoded(midi(long))).json()) == [
        [0.0, 0.5, 40, 80],
        [0.0, 15.0, 60, 80],
    ]


def test_the_latest_512_notes_are_heard() -> None:
    fast = midi(track((tick * 10, tick * 10 + 10, 60 + tick % 2) for tick in range(1000)))
    heard = last_seconds(parse_primer(fast))
    assert len(heard) == MAX_PRIMER_NOTES
    assert heard[-1].end_seconds == pytest.approx(10_000 / 960)
    assert heard[0].start_seconds == pytest.approx(4880 / 960)


@pytest.fixture
def drummer(catalogue: None) -> None:
    """A drummer who hears steps."""
    ModelVersion.objects.filter(model__name="drums_groove").update(config="drum_kit")


def test_a_drummer_hears_steps_whatever_the_tempo_of_the_file(api: Client, drummer: None) -> None:
    content = midi(tempos((0, 97), (8 * TICKS, 61)), track(HITS[:17], channel=9))
    heard = primer_of(post(api, style="drums", primer_midi=encoded(content)).json())
    assert steps_of(heard, 120) == pytest.approx(range(0, 4 * 17, 4))


def test_a_drummer_hears_from_the_beginning_of_a_bar_on(api: Client, drummer: None) -> None:
    content = midi(track(HITS, channel=9))
    heard = primer_of(post(api, style="drums", primer_midi=encoded(content), qpm=100).json())
    assert len(heard) == 24  # of the 25 quarters in 15 s those from a bar on
    assert heard[0][0] == 0.0


def test_pitched_notes_are_for_pitched_parts_and_drums_for_drums(api: Client) -> None:
    both = encoded(midi(scale(4), track(HITS[:4], channel=9)))
    assert {note[2] for note in primer_of(post(api, style="piano", primer_midi=both).json())} == {48, 49, 50, 51}
    assert {note[2] for note in primer_of(post(api, style="drums", primer_midi=both).json())} == {36}


@pytest.fixture
def trio(catalogue: None) -> None:
    """Two more parts beside the piano: a bass and drums."""
    type_ = Type.objects.get(slug="performance")
    models = {name: Model.objects.get(name=name) for name in ("piano_performance", "drums_groove")}
    Part.objects.create(type=type_, position=1, role="bass", model=models["piano_performance"], program=32)
    Part.objects.create(type=type_, position=2, role="drums", model=models["drums_groove"], is_drum=True)


def test_a_part_hears_the_track_of_its_name(api: Client, trio: None) -> None:
    named = encoded(midi(scale(2, name="piano"), track([(0, TICKS, 28)], name="bass"), track(HITS[:2], 9)))
    parts = post(api, style="piano", primer_midi=named).json()["resolved"]["parts"]
    assert [{note[2] for note in part["primer"]} for part in parts] == [{48, 49}, {28}, {36}]


def test_a_part_without_a_track_of_its_name_hears_all_that_is_pitched(api: Client, trio: None) -> None:
    parts = post(api, style="piano", primer_midi=encoded(midi(scale(2, name="lead")))).json()["resolved"]["parts"]
    assert [part["primer"] and {note[2] for note in part["primer"]} for part in parts] == [{48, 49}, {48, 49}, None]


@pytest.mark.parametrize(
    ("style", "content", "code", "words"),
    [
        ("piano", b"RIFF no music", "invalid_primer", "MThd"),
        ("piano", midi(scale(4))[:-9], "invalid_primer", "ends before"),
        ("piano", midi(scale(2000)), "primer_too_long", "600"),
        ("piano", raw(b""), "invalid_primer", "no note"),
        ("piano", midi(track(HITS, channel=9)), "invalid_primer", "no pitched note"),
        ("drums", midi(scale(4)), "invalid_primer", "no drum note"),
    ],
)
def test_a_file_that_cannot_be_a_primer_is_refused(
    api: Client, redis: Redis, style: str, content: bytes, code: str, words: str
) -> None:
    error = only_error(refuse(api, redis, {"style": style, "primer_midi": encoded(content)}))
    assert (error["pointer"], error["code"]) == ("#/primer_midi", code)
    assert words in error["detail"]
    assert error["detail"][0].isupper()


@pytest.mark.parametrize("given", ["", "TVRoZA", "TVRo ZA==", "TVRoZA==\n", "né", 5, True, ["TVRoZA=="], {}])
def test_what_is_no_base64_is_refused(api: Client, redis: Redis, given: Any) -> None:
    error = only_error(refuse(api, redis, {"style": "piano", "primer_midi": given}))
    assert (error["pointer"], error["code"]) == ("#/primer_midi", "invalid")
    assert "base64" in error["detail"]


def test_a_file_over_256_kilobytes_is_refused_and_the_limit_is_named(api: Client, redis: Redis) -> None:
    error = only_error(refuse(api, redis, {"style": "piano", "primer_midi": encoded(bytes(MAX_BYTES + 1))}))
    assert (error["code"], error["limit"]) == ("too_long", MAX_BYTES)
    assert len(error["given"]) == 200


@pytest.mark.parametrize(
    ("other", "pointer"), [({"start_pitch": 60}, "#/start_pitch"), ({"parent": "0" * 32}, "#/primer_midi")]
)
def test_a_primer_stands_alone(api: Client, redis: Redis, other: dict[str, Any], pointer: str) -> None:
    body = {"style": "piano", "primer_midi": encoded(midi(scale(4))), **other}
    error = only_error(refuse(api, redis, body))
    assert (error["pointer"], error["code"]) == (pointer, "not_applicable")


quarters = st.lists(
    st.tuples(st.integers(0, 300 * TICKS), st.integers(1, 20 * TICKS), st.integers(0, 127)).map(
        lambda note: (note[0], note[0] + note[1], note[2])
    ),
    min_size=1,
    max_size=40,
)


@given(quarters, st.floats(20, 300), st.floats(60, 300))
def test_what_is_heard_lies_within_15_seconds(notes: Any, qpm: float, files_qpm: float) -> None:
    found = parse_primer(midi(tempos((0, files_qpm)), track(notes)))
    for heard in (last_seconds(found), last_bars(found, qpm, 4), last_beats(found, qpm, 4), last_beats(found, qpm, 2)):
        assert heard
        assert all(0 <= note.start_seconds < note.end_seconds <= PRIMER_SECONDS for note in heard)


@given(quarters, st.floats(20, 300), st.sampled_from(["drum_kit", "one_drum"]))
def test_a_drummer_goes_on_at_a_beat(notes: Any, qpm: float, config: str) -> None:
    steps = CONFIGS[config].steps_per_quarter
    heard = last_beats(parse_primer(midi(track([*notes, (300 * TICKS, 301 * TICKS, 36)]))), qpm, steps)
    played = voice(config, Primer(notes=heard, include_primer=False), 10.0, qpm)
    assert played._step % steps == 0  # type: ignore[attr-defined]


def heard_by(config: Any, found: Any, qpm: float) -> Primer:
    """What web gives to a part of that config."""
    heard = last_seconds(found)
    if config.family != "performance":
        heard = (last_beats if config.family == "drums" else last_bars)(found, qpm, config.steps_per_quarter)
    return Primer(notes=heard, include_primer=False, condition_on_primer=True, inject_primer_during_generation=False)


ANY_CONFIG = pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS.keys())


@pytest.mark.parametrize("qpm", [120.0, 97.0])
@ANY_CONFIG
def test_every_network_goes_on_for_as_long_as_was_asked(config: Any, qpm: float) -> None:
    found = parse_primer(midi(scale(64)))
    played = voice(config.id, heard_by(config, found, qpm), 10.0, qpm)
    assert (played.seconds, played.done, played.injects) == (0.0, False, False)
    assert played._span.length_seconds == 10.0  # type: ignore[attr-defined]


@settings(max_examples=20, deadline=None)
@given(quarters, st.integers(1, TICKS), st.floats(60, 2000))
@ANY_CONFIG
def test_nothing_of_a_primer_sounds_in_the_piece(config: Any, notes: Any, ticks: int, files_qpm: float) -> None:
    """Not what is held where it ends, nor what is struck for a moment there."""
    last = max(end for _, end, _ in notes)
    content = midi(tempos((0, files_qpm)), track([*notes, (last - 1, last - 1 + ticks, 60)]))
    try:
        played = voice(config.id, heard_by(config, parse_primer(content), 97.0), 10.0, 97.0)
    except ValueError as error:
        assert "more than 10 s" in str(error)  # noqa: PT017  # networks of whole notes have no event for such
    else:
        assert len(played.notes()) == 0


def test_a_note_that_was_held_where_the_primer_ends_does_not_hang() -> None:
    heard = last_seconds(parse_primer(midi(track([(0, 60 * TICKS, 60)]))))
    played = voice("performance_with_dynamics", Primer(notes=heard, include_primer=False), 5.0)
    feed(played, NOTE_OFF + 60, 67, *[VELOCITY - 1] * 5)
    assert played.notes().tolist() == [(0.0, 5.0, 67, played.notes()["velocity"][0])]
    assert played.done


def test_a_body_of_another_kind_of_nesting_is_refused(api: Client, redis: Redis) -> None:
    nested = json.loads("[" * 200 + "]" * 200)
    assert only_error(refuse(api, redis, {"style": "piano", "primer_midi": nested}))["given"] == "an array"
