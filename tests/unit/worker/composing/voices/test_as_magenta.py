"""What networks hear first is what Magenta's own commands let them hear, told the same (tests/magenta/record.py)."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from tests.magenta.cases import DATA, write_primer
from worker.commands import generate
from worker.commands.asked_piece import asked_piece
from worker.composing.voices import Event, Voice
from worker.composing.voices.of_config import voice_of
from worker.contract.part_spec import ModelRef
from worker.encodings.config import Config
from worker.encodings.configs import config_of
from worker.encodings.event_json import events_of
from worker.encodings.polyphony import START

RECORDED = json.loads((DATA / "heard_by_magenta.json").read_text())
CHORDS = [case for case in RECORDED if case["chords"]]


@pytest.fixture(scope="module")
def primer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("primer") / "primer.mid"
    write_primer(path)
    return path


def voice(case: dict[str, Any], primer: Path) -> Voice:
    """The voice that our command makes for the flags of a case."""
    parser = argparse.ArgumentParser()
    generate.add_parser(parser.add_subparsers())
    flags = [flag.replace("{primer}", str(primer)) for flag in case["flags"]]
    options = parser.parse_args(["generate", "--bundle_file=x.mag", "--output_dir=out", *flags])
    config = config_of(case["config"])
    spec = asked_piece(options, ModelRef("x.mag", 0, ""), config, seed=0)
    return voice_of(config, spec.parts[0], spec.length_seconds, spec.qpm)


def classes(config: Config, heard: list[Any]) -> list[Event]:
    """Magenta's events as our voices have them."""
    events = events_of(config, heard)
    if config.is_nade:
        return [tuple(int(key in event) for key in range(88)) for event in events]
    if config.family in ("melody", "improv"):
        return [(event + 2 if event < 0 else event + 2 - config.note_range[0],) for event in events]
    return [tuple(label) for label in config.labels(events).tolist()]


@pytest.mark.parametrize("case", RECORDED, ids=lambda case: case["name"])
def test_a_voice_lets_its_network_hear_what_magenta_does(case, primer):
    expected, heard = classes(config_of(case["config"]), case["heard"]), voice(case, primer).primer
    if case["config"] == "polyphony":
        # Magenta injects the first step's notes by itself; until then it has heard this.
        assert heard[: len(expected)] == expected
        assert (START,) not in heard[1:]
    else:
        assert heard == expected


@pytest.mark.parametrize("case", CHORDS, ids=lambda case: case["name"])
def test_each_event_is_decided_over_the_chord_that_magenta_has_there(case, primer):
    controls = voice(case, primer).controls
    assert controls is not None
    inputs = {chord: config_of(case["config"]).control_inputs(chord) for chord in set(case["chords"])}
    for event, chord in enumerate(case["chords"]):
        assert (controls.window(event, 1)[1][0] == inputs[chord]).all()
