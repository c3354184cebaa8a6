"""The card that a training run leaves, `card.toml`, believed only as far as it was checked."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any, Final

MAX_CARD_BYTES: Final = 16 * 1024
MAX_FIGURE: Final = 1e15
MAX_WORDS_CHARACTERS: Final = 4000

# What each is called on the page.
REQUIRED_WORDS: Final = {
    "config": "kind of network",
    "sha256": "SHA-256 of model.mag",
    "description": "plays",
    "data": "learnt from",
    "licence": "licence of that",
    "split": "split",
    "command": "command",
}
OTHER_WORDS: Final = {"weaknesses": "weak in"}
WORDS: Final = {**REQUIRED_WORDS, **OTHER_WORDS}
REQUIRED_FIGURES: Final = {
    "events_trained_on": "events learnt from, all passes",
    "validation_nats_per_event": "validation, nats per event",
    "test_nats_per_event": "test, nats per event",
    "test_events": "events of test",
}
OTHER_FIGURES: Final = {
    "events_per_second": "events learnt from per second",
    "ngram_order": "events that the best n-gram looks at",
    "ngram_test_nats_per_event": "test by that n-gram, nats per event",
}
FIGURES: Final = {**REQUIRED_FIGURES, **OTHER_FIGURES}

_CONFIG: Final = re.compile(r"[a-z0-9_-]{1,80}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Card:
    """What a run says of itself.

    Attributes:
        sha256: Of `model.mag`, as the run wrote it.
        weaknesses: What somebody found who listened; empty where nobody did.
        figures: Those of `FIGURES` that it has, by name.
    """

    config: str
    sha256: str
    description: str
    data: str
    licence: str
    split: str
    command: str
    figures: dict[str, float]
    weaknesses: str = ""

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What it says, each with what that is."""
        words = [(label, getattr(self, name)) for name, label in WORDS.items() if name != "command"]
        words = [(label, value) for label, value in words if value]
        return words + [(label, f"{self.figures[name]:,}") for name, label in FIGURES.items() if name in self.figures]


def read_card(content: bytes) -> Card:
    """Reads `card.toml` as `worker train` writes it, perhaps with `weaknesses`.

    Raises:
        ValueError: It is no such card; the message says why, in a sentence.
    """
    if len(content) > MAX_CARD_BYTES:
        raise ValueError(f"A card has at most {MAX_CARD_BYTES >> 10} KiB.")
    card = _tables(content)
    figures = card.pop("figures", None)
    is_table = isinstance(figures, dict)
    if not is_table:
        raise ValueError("The card must have a table [figures].")
    _check_names("card", set(card), set(REQUIRED_WORDS), set(OTHER_WORDS))
    _check_names("table [figures]", set(figures), set(REQUIRED_FIGURES), set(OTHER_FIGURES))
    words = {name: _words(name, value) for name, value in card.items()}
    return Card(**words, figures={name: _figure(name, value) for name, value in figures.items()})


def _tables(content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode())
    # Nested deeply enough, brackets exhaust the parser's stack.
    except (ValueError, RecursionError) as error:
        raise ValueError(f"The card is no TOML: {str(error)[:200]}.") from error


def _check_names(where: str, given: set[str], required: set[str], other: set[str]) -> None:
    if missing := required - given:
        raise ValueError(f"The {where} lacks {', '.join(sorted(missing))}.")
    if unknown := given - required - other:
        raise ValueError(f"The {where} may not have {', '.join(sorted(unknown))[:200]}.")


def _words(name: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_WORDS_CHARACTERS or _CONTROL.search(value):
        raise ValueError(f"{name} must be text of at most {MAX_WORDS_CHARACTERS} characters.")
    if name == "config" and not _CONFIG.fullmatch(value):
        raise ValueError("config must be one of Magenta's names, such as attention_rnn.")
    if name == "sha256" and not _SHA256.fullmatch(value):
        raise ValueError("sha256 must be 64 hexadecimal digits.")
    return value


def _figure(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MAX_FIGURE:
        raise ValueError(f"{name} must be a number from 0 to {MAX_FIGURE:.0e}.")
    return value
