"""Cards that `worker train` wrote are read, and all others refused with what is wrong."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from models_store.models import BUNDLE_NAME, CARD_NAME, PRETRAINED
from tests.unit.web.training.builders import CARD, FIGURES, card
from web.training.card import MAX_CARD_BYTES, read_card
from worker.training.card import Card

WORDS = {name: value for name, value in CARD.items() if name != "sha256"}


def test_what_training_writes_is_what_is_read(tmp_path: Path) -> None:
    (tmp_path / BUNDLE_NAME).write_bytes(b"a bundle")
    Card(**WORDS, figures=FIGURES).write(tmp_path)
    read = asdict(read_card((tmp_path / CARD_NAME).read_bytes()))
    assert {name: read[name] for name in WORDS} == WORDS
    assert read["figures"] == FIGURES


def test_what_is_weak_is_among_what_a_card_says_where_somebody_wrote_it() -> None:
    assert ("weak in", "It wanders.") in read_card(card(weaknesses="It wanders.")).rows
    assert "weak in" not in dict(read_card(card()).rows)


@pytest.mark.parametrize("path", sorted(PRETRAINED.glob(f"*/*/{CARD_NAME}")), ids=str)
def test_the_card_of_every_shipped_model_is_read(path: Path) -> None:
    assert read_card(path.read_bytes()).figures["test_nats_per_event"] > 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", r"must have a table \[figures\]"),
        (b"\xff\xfe", "no TOML"),
        (b"config = ", "no TOML"),
        (b"x = " + b"[" * 10_000, "no TOML"),
        (b"x = " + b"9" * 5_000, "no TOML"),
        (b"#" * (MAX_CARD_BYTES + 1), "at most 16 KiB"),
        (b"figures = 3", r"must have a table \[figures\]"),
        (card(licence=None), "card lacks licence"),
        (card(author="me"), "card may not have author"),
        (card({**FIGURES, "luck": 1}), "figures. may not have luck"),
        (card({"test_events": 1}), "figures. lacks events_trained_on, test_nats_per_event"),
        (card(description=["a"]), "description must be text"),
        (card(description="\0"), "description must be text"),
        (card(description="long" * 1001), "description must be text"),
        (card(config="../up"), "config must be one"),
        (card(sha256="E5" * 32), "sha256 must be 64"),
        (card({**FIGURES, "test_nats_per_event": True}), "test_nats_per_event must be a number"),
        (card({**FIGURES, "test_nats_per_event": "low"}), "test_nats_per_event must be a number"),
        (card({**FIGURES, "test_nats_per_event": -1.0}), "test_nats_per_event must be a number"),
        (card({**FIGURES, "test_events": 10**400}), "test_events must be a number"),
        (card() .replace(b"1.1517", b"nan"), "test_nats_per_event must be a number"),
        (card() .replace(b"1.1517", b"inf"), "test_nats_per_event must be a number"),
    ],
)  # fmt: skip
def test_any_other_card_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_card(content)
