"""The styles Cadenza ships, one TOML file each; the database is seeded from them and is edited from then on."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

STYLES: Final = Path(__file__).parent / "styles"


@dataclass(frozen=True, slots=True)
class PartEntry:
    """One instrument of a type: `model` is a name in the model store, `program` General MIDI 0-127."""

    role: str
    model: str
    program: int
    is_drum: bool


@dataclass(frozen=True, slots=True)
class TypeEntry:
    """An arrangement: what may be asked of it and who plays."""

    slug: str
    name: str
    description: str
    qpm: float
    default_length_seconds: int
    default_temperature: float
    has_start_pitch: bool
    parts: tuple[PartEntry, ...]


@dataclass(frozen=True, slots=True)
class StyleEntry:
    """A style as a listener picks it; `icon` is a Bootstrap Icons name; the first type is the default."""

    slug: str
    name: str
    description: str
    icon: str
    position: int
    types: tuple[TypeEntry, ...]


def load_styles() -> list[StyleEntry]:
    """Every shipped style in the order it is shown."""
    styles = [_style(tomllib.loads(path.read_text())) for path in STYLES.glob("*.toml")]
    return sorted(styles, key=lambda style: style.position)


def _style(data: dict[str, Any]) -> StyleEntry:
    return StyleEntry(**{**data, "types": tuple(_type(entry) for entry in data["types"])})


def _type(data: dict[str, Any]) -> TypeEntry:
    return TypeEntry(**{**data, "parts": tuple(PartEntry(**part) for part in data["parts"])})
