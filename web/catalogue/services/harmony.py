"""The key and the chords of a piece: as they are asked for, else drawn by its seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Final

from models_store.catalogue.scales import KEYS, SCALES, is_minor
from models_store.progressions import TONICS
from web.catalogue.services.form import ENDING, INTRO, A, B
from web.catalogue.services.progression import symbol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models_store.progressions import Degree, Progressions
    from web.catalogue.services.form import Form

LOOP_BARS: Final = 4
_PITCH_CLASSES: Final = 12


@dataclass(frozen=True, slots=True)
class Key:
    """A tonic, 0 for C, and whether its chord is a minor one; None where nobody has said it."""

    tonic: int | None = None
    is_minor: bool = False


@dataclass(frozen=True, slots=True)
class Harmony:
    """A key, and chords by bars."""

    key: Key
    chords: tuple[str, ...]


def asked_key(key: str | None, scale: str | None) -> Key:
    """Of a request whose defaults are filled in."""
    return Key() if key is None or scale is None else Key(KEYS[key], is_minor(scale))


def drawn_harmony(
    progressions: Progressions, form: Form, seed: int, key: str | None = None, scale: str | None = None
) -> Harmony:
    """A chord a bar: the same ones whenever a section comes again, and the tonic at the beginning and at the end.

    Args:
        progressions: What follows what.
        form: The piece.
        seed: That of the piece; the same one gives the same harmony.
        key: What is asked for; else it is drawn.
        scale: That of `key`; the chords are of its notes.
    """
    draw = Random(seed).random  # noqa: S311  # music, and no secret
    asked = asked_key(key, scale)
    mode = ("minor" if asked.is_minor else "major") if key else progressions.sample_mode(draw)
    tonic = int(draw() * _PITCH_CLASSES) if asked.tonic is None else asked.tonic
    within = SCALES[scale] if scale else range(_PITCH_CLASSES)
    home = TONICS[mode]
    first = (home, *progressions.sample(mode, LOOP_BARS - 1, draw, within, (home,)))
    second = progressions.sample(mode, LOOP_BARS, draw, within, first)
    degrees = _by_bars(form, {A: first, B: second, INTRO: first, ENDING: (home,)})
    chords = tuple(symbol(tonic + degree.semitones, degree.quality) for degree in degrees)
    return Harmony(Key(tonic, mode == "minor"), chords)


def _by_bars(form: Form, loops: Mapping[str, tuple[Degree, ...]]) -> list[Degree]:
    return [loops[name][bar % len(loops[name])] for name, bars in form for bar in range(bars)]
