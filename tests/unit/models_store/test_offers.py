"""What the catalogue says of a config is so of its networks."""

from __future__ import annotations

import note_seq
import pytest

from models_store.catalogue.offers import Offer, offer_of
from web.catalogue.services.options import DEFAULT_DENSITY
from worker.contract.grid import steps_per_quarter
from worker.encodings.config import CHORDS, NOTES_PER_SECOND
from worker.encodings.configs import CONFIGS

ANY_CONFIG = pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS.keys())


@ANY_CONFIG
def test_every_config_offers_what_its_networks_hear(config) -> None:
    encoder = getattr(getattr(config.encoder, "_control_encoder_decoder", None), "_one_hot_encoding", None)
    assert offer_of(config.id) == Offer(
        is_pitched=config.family != "drums",
        draws_classes=not config.is_nade,
        hears_density=NOTES_PER_SECOND in config.controls,
        hears_chords=CHORDS in config.controls,
        hears_triads_alone=isinstance(encoder, note_seq.TriadChordOneHotEncoding),
    )


@ANY_CONFIG
def test_those_keep_a_tempo_that_hear_steps_of_a_beat(config) -> None:
    assert steps_per_quarter(config.id) == (None if config.family == "performance" else config.steps_per_quarter)


def test_the_density_that_is_played_by_default_is_magentas() -> None:
    assert note_seq.performance_controls.DEFAULT_NOTE_DENSITY == DEFAULT_DENSITY
