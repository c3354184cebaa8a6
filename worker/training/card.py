"""The card beside a bundle: what it was trained on and how good it is."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models_store.models import BUNDLE_NAME, CARD_NAME


@dataclass(frozen=True, slots=True)
class Card:
    """What a person must know before playing or passing on a model.

    Attributes:
        command: What trained it.
        figures: By name; numbers with their unit in the name.
    """

    config: str
    description: str
    data: str
    licence: str
    split: str
    command: str
    figures: dict[str, float]

    def write(self, folder: Path) -> None:
        """Writes the card beside the bundle in `folder`, with the bundle's sha256."""
        digest = hashlib.sha256((folder / BUNDLE_NAME).read_bytes()).hexdigest()
        fields = {"config": self.config, "sha256": digest, "description": self.description, "data": self.data}
        fields |= {"licence": self.licence, "split": self.split, "command": self.command}
        lines = [f"{key} = {_toml(value)}" for key, value in fields.items()]
        lines += ["", "[figures]", *(f"{key} = {_toml(value)}" for key, value in self.figures.items())]
        (folder / CARD_NAME).write_text("\n".join(lines) + "\n")


def _toml(value: Any) -> str:
    # A TOML basic string is a JSON string, and their numbers are written alike.
    return json.dumps(value, ensure_ascii=False)
