"""POST /api/v1/jobs for types with several parts, with a plan, or with grooves."""

from __future__ import annotations

import copy
import json
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from models_store.catalogue.grooves import load_grooves
from models_store.catalogue.scales import scale_around
from models_store.progressions import load_progressions
from tests.unit.web.builders import PROGRESSIONS, add_model
from tests.unit.web.test_create_job import post
from tests.unit.web.test_refused_requests import only_error, refuse
from tests.unit.web.test_same_again import PRIMER, is_the_same_again
from tests.unit.web.test_wishes import MOTIF, spec_of
from web.catalogue.models import ModelVersion, Part, Type
from web.catalogue.services import arrangement
from worker.composing.voices.drums import drums_voice
from worker.contract.chords import pitch_classes
from worker.contract.part_spec import PITCH_CLASSES
from worker.encodings.configs import config_of

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from redis import Redis

BAND = {"style": "rock", "type": "full-band", "seed": 5}
PITCHED = ("rock_bass", "rock_rhythm", "rock_lead")


@pytest.fixture
def api(api: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Of a service with a rock band whose pitched parts play over chords, and a drummer who plays by steps."""
    (tmp_path / "rock.json").write_text(json.dumps(PROGRESSIONS))
    monkeypatch.setattr(arrangement, "load_progressions", partial(load_progressions, root=tmp_path))
    for name in PITCHED:
        add_model(tmp_path / "models", name, 1, "attention_improv")
    for name in ("rock_drums", "drums_fill"):
        add_model(tmp_path / "models", name, 1, "drum_kit")
    add_model(tmp_path / "models", "piano_melody", 1, "attention_rnn")
    call_command("seed_catalogue", verbosity=0, stdout=StringIO())
    ModelVersion.objects.filter(model__name="drums_groove").update(config="drum_kit")
    return api


def asked(api: Client, **body: Any) -> Any:
    response = post(api, **body)
    assert response.status_code == 202, response.content
    return response.json()


def resolved(api: Client, **body: Any) -> Any:
    return asked(api, **body)["resolved"]


def chords_of(plan: Any, chords: list[str]) -> list[tuple[str, list[str]]]:
    """Those of each section, its fill's with it."""
    found: list[tuple[str, list[str]]] = []
    for section in plan["sections"]:
        bars, chords = chords[: section["bars"]], chords[section["bars"] :]
        if section["name"] == "fill":
            found[-1][1].extend(bars)
        else:
            found.append((section["name"], bars))
    assert not chords
    return found


def test_a_band_is_laid_out_in_sections(api: Client) -> None:
    plan = resolved(api, **BAND)["plan"]
    assert [(section["name"], section["bars"]) for section in plan["sections"]] == [
        ("intro", 2),
        *[("A", 3), ("fill", 1), ("B", 3), ("fill", 1), ("A", 3), ("fill", 1)],
        ("ending", 1),
    ]
    roles = {section["name"]: section["roles"] for section in plan["sections"]}
    assert roles["intro"] == ["drums", "bass", "rhythm"]
    assert roles["A"] == roles["B"] == roles["ending"] == ["drums", "bass", "rhythm", "lead"]
    assert roles["fill"] == ["fills", "bass", "rhythm", "lead"]


def test_the_worker_is_told_the_plan_and_how_each_part_plays(api: Client) -> None:
    job = asked(api, **BAND)
    spec = spec_of(job)
    assert spec.plan is not None
    assert spec.plan.tonic == job["resolved"]["plan"]["tonic"]
    assert [section.roles for section in spec.plan.sections] == [
        tuple(section["roles"]) for section in job["resolved"]["plan"]["sections"]
    ]
    drums, fills, bass, rhythm, lead = spec.parts
    assert (drums.touch, fills.touch, bass.touch) == ("kit", "kit", "")
    assert (bass.octaves, rhythm.octaves, lead.octaves) == (-2, 0, 0)
    assert (bass.voicing, rhythm.voicing) == ("line", "fifths")
    assert (bass.sampling.lowest_pitch, bass.sampling.highest_pitch) == (28, 52)


def test_the_pitched_parts_play_over_the_same_chords_and_drums_over_none(api: Client) -> None:
    job = asked(api, **BAND)
    drums, fills, *pitched = (part.conditioning for part in spec_of(job).parts)
    assert not drums.backing_chords
    assert not fills.backing_chords
    for conditioning in pitched:
        assert list(conditioning.backing_chords) == job["resolved"]["chords"]
        assert conditioning.steps_per_chord == 16


def test_a_section_that_comes_again_has_the_same_chords(api: Client) -> None:
    for seed in range(10):
        found = resolved(api, **{**BAND, "seed": seed})
        sections = chords_of(found["plan"], found["chords"])
        first, second = (chords for name, chords in sections if name == "A")
        assert first == second
        assert sections[0] == ("intro", first[:2])


def test_the_same_seed_gives_the_same_plan_and_others_give_others(api: Client) -> None:
    first, again, *others = (resolved(api, **{**BAND, "seed": seed}) for seed in (1, 1, 2, 3, 4))
    assert (first["plan"], first["chords"]) == (again["plan"], again["chords"])
    assert len({json.dumps([found["plan"], found["chords"]]) for found in (first, *others)}) > 1


def test_each_variation_has_chords_of_its_own(api: Client) -> None:
    links = asked(api, **BAND, variations=4)["variations"]
    assert len({json.dumps(api.get(link["href"]).json()["resolved"]["chords"]) for link in links}) > 1


def test_a_key_that_is_asked_for_is_the_plans(api: Client) -> None:
    job = asked(api, **BAND, key="Eb", scale="minor")
    plan = job["resolved"]["plan"]
    assert (plan["tonic"], plan["is_minor"]) == (3, True)
    assert job["resolved"]["chords"][-1] == "Ebm"
    assert spec_of(job).parts[-1].sampling.pitch_classes == (1, 3, 5, 6, 8, 10, 11)


def test_pitched_parts_keep_to_the_scale_that_drawn_chords_lie_in(api: Client) -> None:
    job = asked(api, **BAND)
    assert (job["resolved"]["key"], job["resolved"]["scale"]) == (None, None)
    scale = scale_around(pitch_classes(chord) for bar in job["resolved"]["chords"] for chord in bar.split())
    assert all(part.sampling.pitch_classes == (PITCH_CLASSES if part.is_drum else scale) for part in spec_of(job).parts)


def test_chords_that_are_asked_for_are_played(api: Client) -> None:
    job = asked(api, **BAND, chords="C | Am F")
    assert job["resolved"]["chords"] == ["C", "Am F"]
    assert spec_of(job).parts[2].conditioning.steps_per_chord == 8
    plan = job["resolved"]["plan"]
    assert plan["tonic"] is None
    assert plan["sections"]


def test_a_type_of_one_part_closes_without_sections(api: Client) -> None:
    found = resolved(api, style="rock", type="lead-guitar", seed=3)
    assert found["plan"]["sections"] == []
    assert found["plan"]["tonic"] is not None
    assert len(found["chords"]) == 15


def test_a_melody_that_hears_no_chords_finds_its_own_key(api: Client) -> None:
    found = resolved(api, style="piano", type="melody")
    assert found["plan"] == {"tonic": None, "is_minor": False, "sections": []}
    assert found["chords"] is None
    assert resolved(api, style="piano", type="melody", key="A", scale="minor")["plan"]["tonic"] == 9


def test_what_does_not_close_has_no_plan(api: Client) -> None:
    assert resolved(api, style="piano", type="performance")["plan"] is None
    assert resolved(api, style="rock", type="drums")["plan"] is None


def test_chords_are_heard_where_the_type_says_so(api: Client) -> None:
    Part.objects.filter(type__slug="lead-guitar").update(render_chords=True)
    job = asked(api, style="rock", type="lead-guitar")
    assert spec_of(job).parts[0].conditioning.render_chords


def test_no_chords_are_heard_below_a_network_that_follows_none(api: Client) -> None:
    Part.objects.filter(type__slug="melody").update(render_chords=True)
    job = asked(api, style="piano", type="melody")
    assert job["resolved"]["parts"][0]["render_chords"] is False
    assert not spec_of(job).parts[0].conditioning.render_chords


@pytest.mark.parametrize(
    "body",
    [
        BAND,
        {**BAND, "length_seconds": 180, "qpm": 300},
        {**BAND, "length_seconds": 5, "qpm": 20},
        {**BAND, "key": "D", "scale": "dorian"},
        {**BAND, "chords": "C | Am F"},
        {**BAND, "primer_midi": PRIMER},
        {"style": "rock", "type": "lead-guitar"},
        {"style": "piano", "type": "melody", "start_pitch": 60},
        {"style": "drums", "groove": "funk"},
        {"style": "drums", "type": "fill"},
    ],
)
def test_what_was_laid_out_is_done_again(api: Client, body: dict[str, Any]) -> None:
    assert is_the_same_again(api, asked(api, **body))


def test_parts_of_before_there_were_plans_are_played_as_they_were(api: Client) -> None:
    body = resolved(api, style="piano", type="performance")
    known = ("role", "model", "version", "sha256", "program", "is_drum", "primer")
    old = {name: value for name, value in body.items() if name not in ("plan", "groove")}
    old["parts"] = [{name: part[name] for name in known} for part in body["parts"]]
    assert resolved(api, **old) == body


def test_drums_go_on_from_a_groove_that_is_not_in_the_piece(api: Client) -> None:
    job = asked(api, style="drums", groove="funk")
    assert job["resolved"]["groove"] == "funk"
    (part,) = spec_of(job).parts
    hits = [pitch for pitches in load_grooves()["funk"].steps[:-1] for pitch in pitches]
    assert [note.pitch for note in part.primer.notes] == hits
    assert not part.primer.include_primer


@pytest.mark.parametrize("groove", load_grooves())
@pytest.mark.parametrize("qpm", [20, 93.7, 120, 300])
def test_what_is_composed_begins_on_the_bar_line_after_the_groove(api: Client, groove: str, qpm: float) -> None:
    (part,) = spec_of(asked(api, style="drums", groove=groove, qpm=qpm)).parts
    voice = drums_voice(config_of("drum_kit"), part.primer, 30.0, qpm)
    assert len(voice.primer) == (16 if qpm == 20 else 32)


def test_drums_go_on_from_a_groove_of_the_type_where_none_is_asked_for(api: Client) -> None:
    job = asked(api, **BAND)
    assert job["resolved"]["groove"] == "rock"
    hits = [pitch for pitches in load_grooves()["rock"].steps for pitch in pitches][:-1]
    drums, fills, *pitched = (part.primer for part in spec_of(job).parts)
    assert [note.pitch for note in drums.notes] == hits
    assert fills == drums
    assert not any(primer.notes for primer in pitched)


def test_the_seed_draws_the_groove(api: Client) -> None:
    drawn = [resolved(api, style="drums", seed=seed)["groove"] for seed in (*range(6), *range(6))]
    assert drawn[:6] == drawn[6:]
    assert len(set(drawn)) > 1
    assert resolved(api, style="drums", seed=3, groove="latin")["groove"] == "latin"


def test_each_variation_goes_on_from_the_groove_of_its_seed(api: Client) -> None:
    links = asked(api, style="drums", seed=0, variations=8)["variations"]
    found = [api.get(link["href"]).json()["resolved"] for link in links]
    again = [resolved(api, style="drums", seed=seed) for seed in range(8)]
    assert [(piece["groove"], piece["parts"]) for piece in found] == [
        (piece["groove"], piece["parts"]) for piece in again
    ]


def test_a_motif_leaves_the_drums_their_groove_and_a_file_does_not(api: Client) -> None:
    parts = spec_of(asked(api, **BAND, primer_notes=MOTIF)).parts
    assert all(part.primer.notes for part in parts)
    found = resolved(api, **BAND, primer_midi=PRIMER)
    assert found["groove"] is None
    assert found["parts"][0]["primer"] is None


def test_a_drummer_whose_type_has_no_grooves_begins_by_itself(api: Client) -> None:
    Type.objects.filter(slug="full-band").update(grooves="")
    job = asked(api, **BAND)
    assert job["resolved"]["groove"] is None
    assert not any(part.primer.notes for part in spec_of(job).parts)


def test_only_drums_hear_a_groove(api: Client) -> None:
    Type.objects.filter(slug="full-band").update(grooves="jazz")
    parts = spec_of(asked(api, **BAND, groove="jazz", primer_notes=MOTIF)).parts
    assert [len(part.primer.notes) == 2 for part in parts] == [False, False, True, True, True]
    assert all(part.primer.notes for part in parts)


def test_a_type_says_which_grooves_it_has_and_where_its_chords_come_from(api: Client) -> None:
    styles = api.get("/api/v1/catalogue").json()["styles"]
    options = {(style["slug"], type_["slug"]): type_["options"] for style in styles for type_ in style["types"]}
    grooves = {"choices": ["rock", "funk", "jazz", "latin", "hiphop"], "default": None}
    assert options["drums", "groove"]["groove"] == options["drums", "fill"]["groove"] == grooves
    assert options["rock", "full-band"]["groove"] == {"choices": ["rock"], "default": None}
    assert options["rock", "bass"]["groove"] is None
    assert options["rock", "full-band"]["chords"]["default"] is None
    assert options["rock", "full-band"]["chords"]["maximum_bars"] == 256


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"style": "drums", "groove": "polka"}, "unknown"),
        ({"style": "drums", "groove": 5}, "invalid"),
        ({"style": "drums", "groove": ""}, "blank"),
        ({"style": "piano", "groove": "funk"}, "not_applicable"),
        ({"style": "drums", "groove": "funk", "primer_midi": PRIMER}, "not_applicable"),
    ],
)
def test_a_groove_that_cannot_be_played_is_refused(api: Client, redis: Redis, body: dict[str, Any], code: str) -> None:
    error = only_error(refuse(api, redis, body))
    assert (error["pointer"], error["code"]) == ("#/groove", code)


def test_beside_parts_a_groove_is_a_label(api: Client, redis: Redis) -> None:
    assert resolved(api, **planned({}), groove="funk")["groove"] == "funk"
    assert spec_of(asked(api, **planned({}), groove="funk")).parts[0].primer.notes == ()


def test_a_label_that_is_none_is_refused(api: Client, redis: Redis) -> None:
    error = only_error(refuse(api, redis, {**planned({}), "groove": "a groove"}))
    assert (error["pointer"], error["code"]) == ("#/groove", "invalid")


def test_a_type_whose_progressions_are_away_is_not_there(api: Client, redis: Redis) -> None:
    Type.objects.filter(slug="full-band").update(progressions="gone")
    error = only_error(refuse(api, redis, BAND))
    assert (error["pointer"], error["code"]) == ("#/type", "unknown")


SECTION = {"name": "A", "bars": 15, "roles": ["piano"]}
PLAN = {"tonic": 0, "is_minor": False, "sections": [SECTION]}


def planned(changed: Any, **section: Any) -> dict[str, Any]:
    """A request for a piano with a plan, which or whose section is changed."""
    sha256 = ModelVersion.objects.get(model__name="piano_performance").sha256
    part = {"role": "piano", "model": "piano_performance", "version": 1, "sha256": sha256}
    plan: Any = copy.deepcopy(PLAN)
    plan["sections"][0] |= section
    plan = {**plan, **changed} if isinstance(changed, dict) else changed
    parts = [{**part, "program": 0, "is_drum": False}]
    return {"style": "piano", "type": "performance", "parts": parts, "plan": plan}


def test_a_plan_of_ones_own_is_taken(api: Client) -> None:
    job = asked(api, **planned({}))
    assert job["resolved"]["plan"] == PLAN
    assert asked(api, **planned({"sections": []}))["resolved"]["plan"]["sections"] == []
    assert asked(api, **planned({}, roles=[]))["resolved"]["plan"]["sections"][0]["roles"] == []


@pytest.mark.parametrize(
    ("changed", "section", "pointer", "code"),
    [
        (5, {}, "#/plan", "invalid"),
        ([], {}, "#/plan", "invalid"),
        ({"tonic": 12}, {}, "#/plan/tonic", "too_large"),
        ({"tonic": "C"}, {}, "#/plan/tonic", "invalid"),
        ({"is_minor": 0}, {}, "#/plan/is_minor", "invalid"),
        ({"is_minor": None}, {}, "#/plan/is_minor", "null"),
        ({"mood": 1}, {}, "#/plan/mood", "unknown_field"),
        ({"sections": None}, {}, "#/plan/sections", "null"),
        ({"sections": {}}, {}, "#/plan/sections", "not_a_list"),
        ({"sections": [SECTION] * 129}, {}, "#/plan/sections", "too_long"),
        ({"sections": [5]}, {}, "#/plan/sections/0", "invalid"),
        ({}, {"name": ""}, "#/plan/sections/0/name", "blank"),
        ({}, {"name": "\u5f26"}, "#/plan/sections/0/name", "invalid"),
        ({}, {"bars": 0}, "#/plan/sections/0/bars", "too_small"),
        ({}, {"bars": 257}, "#/plan/sections/0/bars", "too_large"),
        ({}, {"bars": 14}, "#/plan/sections", "invalid"),
        ({}, {"bars": 16}, "#/plan/sections", "invalid"),
        ({}, {"roles": "piano"}, "#/plan/sections/0/roles", "not_a_list"),
        ({}, {"roles": [5]}, "#/plan/sections/0/roles/0", "invalid"),
        ({}, {"roles": ["piano"] * 9}, "#/plan/sections/0/roles", "too_long"),
        ({}, {"roles": ["piano", "bass"]}, "#/plan/sections/0/roles/1", "unknown"),
        ({}, {"mood": 1}, "#/plan/sections/0/mood", "unknown_field"),
    ],
)
def test_a_plan_that_is_none_is_refused_at_its_place(
    api: Client, redis: Redis, changed: Any, section: dict[str, Any], pointer: str, code: str
) -> None:
    error = only_error(refuse(api, redis, planned(changed, **section)))
    assert (error["pointer"], error["code"]) == (pointer, code)


def test_a_plan_without_parts_is_refused(api: Client, redis: Redis) -> None:
    error = only_error(refuse(api, redis, {"style": "piano", "plan": PLAN}))
    assert (error["pointer"], error["code"]) == ("#/parts", "required")
