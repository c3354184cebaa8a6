"""The styles Cadenza ships, one TOML file each; the database is seeded from them and is edited from then on."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

STYLES: Final = Path(__file__).parent / "styles"

Voicing = Literal["line", "fifths", "chords"]


@dataclass(frozen=True, slots=True)
class PartEntry:
    """One instrument of a type.

    Attributes:
        model: A name in the model store.
        program: General MIDI, 0-127.
        octaves: By how many it sounds above what its network plays.
        voicing: "chords" for the sounding chord at each note, in place of the note, "fifths" for its root and fifth.
        touch: The table by which drum hits get velocity and timing; empty for neither.
        lowest_pitch: MIDI pitch as it sounds; the network begins no lower one.
        highest_pitch: MIDI pitch as it sounds; the network begins no higher one.
        render_chords: The chords it plays over are a part of their own.
        sections: Names of those in which it plays; empty for all, but that drums leave fills to who plays those alone.
    """

    role: str
    model: str
    program: int
    is_drum: bool
    octaves: int = 0
    voicing: Voicing = "line"
    touch: str = ""
    lowest_pitch: int = 0
    highest_pitch: int = 127
    render_chords: bool = False
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeEntry:
    """An arrangement: what may be asked of it and who plays.

    Attributes:
        progressions: Those from which its chords are drawn; empty for the ever same.
        closes: It has a plan, at whose end it holds its tonic.
        grooves: Slugs of those from which its drums go on: one that is asked for, else one that is drawn.
    """

    slug: str
    name: str
    description: str
    qpm: float
    default_length_seconds: int
    default_temperature: float
    has_start_pitch: bool
    parts: tuple[PartEntry, ...]
    progressions: str = ""
    closes: bool = False
    grooves: tuple[str, ...] = ()


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
    parts = tuple(PartEntry(**_tuples(part)) for part in data["parts"])
    return TypeEntry(**{**_tuples(data), "parts": parts})


def _tuples(data: dict[str, Any]) -> dict[str, Any]:
    """TOML knows lists alone."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
