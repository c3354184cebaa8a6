"""What can be played, and why the rest cannot."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.web.catalogue.builders import PIANO, add_style, add_type
from tests.unit.web.test_create_job import post
from web.catalogue.models import Model, ModelVersion, Part, Type
from web.catalogue.services.playable import known_types, why_not, why_not_style

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client


def offered(api: Client) -> list[str]:
    return [style["slug"] for style in api.get("/api/v1/catalogue").json()["styles"]]


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ({"model": "nobody"}, "no version of nobody is active"),
        ({"touch": "feather"}, "no touch 'feather'"),
        ({"sections": "A chorus"}, "no section 'chorus'"),
        ({"lowest_pitch": 60, "highest_pitch": 64}, "narrower than an octave"),
    ],
)
def test_a_part_that_cannot_play_says_why(api: Client, part: dict[str, Any], says: str) -> None:
    (reason,) = why_not(add_type(add_style(), {**PIANO, **part}))
    assert reason.startswith("piano: ")
    assert says in reason


@pytest.mark.parametrize(
    ("config", "is_drum", "is_playable"),
    [
        ("attention_rnn", False, True),
        ("attention_rnn", True, False),
        ("rnn-nade", True, False),
        ("drum_kit", True, True),
        ("drum_kit", False, False),
        ("performance_with_dynamics", True, True),
    ],
)
def test_a_network_must_fit_the_part(api: Client, config: str, is_drum: bool, is_playable: bool) -> None:
    ModelVersion.objects.filter(model__name="piano_performance").update(config=config)
    reasons = why_not(add_type(add_style(), {**PIANO, "is_drum": is_drum}))
    assert [config in reason for reason in reasons] == [] if is_playable else [True]


@pytest.mark.parametrize(("field", "kind"), [("progressions", "progressions"), ("grooves", "groove")])
def test_a_type_that_lacks_what_it_names_says_so(api: Client, field: str, kind: str) -> None:
    (reason,) = why_not(add_type(add_style(), PIANO, **{field: "gone"}))
    assert f"No {kind} 'gone'; there are: " in reason


def test_a_type_without_parts_and_a_style_without_types_say_so(api: Client) -> None:
    style = add_style()
    assert why_not_style(style) == ("It has no type: add one.",)
    assert why_not(add_type(style)) == ("It has no part: add one, and save.",)
    assert why_not_style(style) == ("None of its types is both published and playable: publish one first.",)
    add_type(style, PIANO, slug="street", is_enabled=True)
    assert why_not_style(style) == ()


def test_what_has_become_unplayable_is_neither_offered_nor_taken(api: Client, tmp_path: Path) -> None:
    assert offered(api) == ["piano", "drums"]
    shutil.rmtree(tmp_path / "models" / "drums_groove")
    known_types.forget()
    assert offered(api) == ["piano"]
    assert post(api, style="drums").json()["errors"][0]["code"] == "unknown"
    (reason,) = why_not(Type.objects.get(slug="groove"))
    assert "has left the model store" in reason


@pytest.mark.parametrize(
    "changes",
    [
        lambda: Type.objects.filter(slug="groove").update(progressions="gone"),
        lambda: Part.objects.filter(type__slug="groove").update(touch="gone"),
        lambda: Part.objects.filter(type__slug="groove").delete(),
        lambda: Model.objects.filter(name="drums_groove").update(active_version=None),
    ],
)
def test_every_reason_keeps_a_type_from_being_offered(api: Client, changes: Any) -> None:
    changes()
    known_types.forget()
    assert offered(api) == ["piano"]
