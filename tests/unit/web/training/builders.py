"""The files of a run as `worker train` leaves them."""

from __future__ import annotations

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

CARD: dict[str, Any] = {
    "config": "attention_improv",
    "sha256": "e5" * 32,
    "description": "Rock rhythm guitar",
    "data": "a game's <music>",
    "licence": "BSD-3-Clause",
    "split": "495 train, 38 validation, 48 test pieces",
    "command": "python -m worker train attention_improv --out runs/rock --events 3000000",
}
FIGURES: dict[str, Any] = {
    "events_trained_on": 3_000_000,
    "events_per_second": 2000,
    "validation_nats_per_event": 1.4519,
    "test_nats_per_event": 1.1517,
    "test_events": 24_562,
    "ngram_order": 3,
    "ngram_test_nats_per_event": 1.1937,
}
POINTS: list[dict[str, Any]] = [
    {"events": 1_000_000, "train": 2.5, "validation": 1.7, "events_per_second": 1000, "learning_rate": 0.001},
    {"events": 2_000_000, "train": 1.5, "validation": 1.4, "events_per_second": 4000, "learning_rate": 0.0005},
    {"events": 3_000_000, "train": 1.2, "validation": 1.5, "events_per_second": 4000, "learning_rate": 3e-05},
]


def card(figures: dict[str, Any] = FIGURES, **words: Any) -> bytes:
    """`card.toml`; a word that is None is left out."""
    lines = [f"{key} = {json.dumps(value)}" for key, value in {**CARD, **words}.items() if value is not None]
    lines += ["", "[figures]", *(f"{key} = {json.dumps(value)}" for key, value in figures.items())]
    return "\n".join(lines).encode()


def curve(points: list[dict[str, Any]] = POINTS) -> bytes:
    return "".join(f"{json.dumps(point)}\n" for point in points).encode()


def form(style: int, card_file: bytes | None = None, curve_file: bytes | None = None, **fields: Any) -> dict[str, Any]:
    return {
        "style": style,
        "model_name": "rock_rhythm",
        "card_file": SimpleUploadedFile("card.toml", card() if card_file is None else card_file),
        "curve_file": SimpleUploadedFile("curve.jsonl", curve() if curve_file is None else curve_file),
        **fields,
    }
