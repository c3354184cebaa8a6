"""Chord symbols: which of them the networks understand, told without what only a worker has.

The grammar is that of note-seq's `chord_symbols_lib` (The Magenta Authors, 2022; Apache 2.0), its first reading of an
ambiguous symbol too.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import Final

NO_CHORD: Final = "N.C."
# What is played over where nothing is asked; Magenta's.
DEFAULT_CHORDS: Final = ("C", "G", "Am", "F", "C", "G", "F", "C")

# Scale degrees of each kind, and how it is written.
_KINDS: Final = {
    "1 3 5": ("", "maj", "M"),
    "1 b3 5": ("m", "min", "-"),
    "1 3 #5": ("+", "aug"),
    "1 b3 b5": ("o", "dim"),
    "1 3 5 b7": ("7",),
    "1 3 5 7": ("maj7", "M7"),
    "1 b3 5 b7": ("m7", "min7", "-7"),
    "1 b3 b5 bb7": ("o7", "dim7"),
    "1 3 #5 b7": ("+7", "aug7"),
    "1 b3 b5 b7": ("m7b5", "-7b5", "/o", "/o7"),
    "1 b3 5 7": tuple(chain.from_iterable((f"{m}{M}7", f"{m}({M}7)") for m in ("m", "min", "-") for M in ("maj", "M"))),
    "1 3 5 6": ("6",),
    "1 b3 5 6": ("m6", "min6", "-6"),
    "1 3 5 b7 9": ("9",),
    "1 3 5 7 9": ("maj9", "M9"),
    "1 b3 5 b7 9": ("m9", "min9", "-9"),
    "1 3 #5 b7 9": ("+9", "aug9"),
    "1 3 5 6 9": ("6/9",),
    "1 3 5 b7 9 11": ("11",),
    "1 3 5 7 9 11": ("maj11", "M11"),
    "1 b3 5 b7 9 11": ("m11", "min11", "-11"),
    "1 3 5 b7 9 11 13": ("13",),
    "1 3 5 7 9 11 13": ("maj13", "M13"),
    "1 b3 5 b7 9 11 13": ("m13", "min13", "-13"),
    "1 2 5": ("sus2",),
    "1 4 5": ("sus", "sus4"),
    "1 4 5 b7": ("sus7", "7sus"),
    "1": ("ped",),
    "1 5": ("5",),
}
_DEGREES: Final = {name: degrees.split() for degrees, names in _KINDS.items() for name in names}
_DEGREE_SEMITONES: Final = {1: 0, 2: 2, 3: 4, 4: 5, 5: 7, 6: 9, 7: 11}
_LETTERS: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_ROOT: Final = r"[A-G](?:#*|b*)(?![#b])"
_CHANGE: Final = r"\(?(?:add[#b]?|no|#|b)[0-9]+\)?"
_KIND: Final = "|".join(map(re.escape, _DEGREES))
_SYMBOL: Final = re.compile(rf"(?P<root>{_ROOT})(?P<kind>{_KIND})(?P<changes>(?:{_CHANGE})*)(?:/{_ROOT})?")
_CHANGES: Final = re.compile(r"(add|no)?([#b]?)([0-9]+)")
_SEMITONES: Final = {"": 0, "#": 1, "b": -1}
_OCTAVE: Final = 12
# By how much the third and the fifth differ from a major chord's.
_TRIADS: Final = {(0, 0, 0), (0, -1, 0), (0, 0, 1), (0, -1, -1)}


def is_chord(symbol: str) -> bool:
    """Whether it is a chord or "N.C.", for none."""
    return symbol == NO_CHORD or _degrees(symbol) is not None


def is_triad(symbol: str) -> bool:
    """Whether it is none, or holds a major, minor, augmented or diminished triad: all that most networks hear."""
    degrees = _degrees(symbol) or {}
    return symbol == NO_CHORD or tuple(degrees.get(degree) for degree in (1, 3, 5)) in _TRIADS


def pitch_classes(symbol: str) -> tuple[int, ...]:
    """Those of its notes, 0 for C, ascending; of none, and of what means nothing, no pitch classes."""
    found, degrees = _SYMBOL.fullmatch(symbol), _degrees(symbol)
    if found is None or degrees is None:
        return ()
    written = found["root"]
    root = _LETTERS[written[0]] + sum(_SEMITONES[sign] for sign in written[1:])
    above = (_DEGREE_SEMITONES[(degree - 1) % 7 + 1] + altered for degree, altered in degrees.items())
    return tuple(sorted({(root + semitones) % _OCTAVE for semitones in above}))


def _degrees(symbol: str) -> dict[int, int] | None:
    """The semitones by which each degree of the chord is altered; None where the symbol means nothing."""
    found = _SYMBOL.fullmatch(symbol)
    if found is None:
        return None
    degrees = dict(_altered(degree) for degree in _DEGREES[found["kind"]])
    for how, sign, degree in _CHANGES.findall(found["changes"]):
        if not _change(degrees, how, int(degree), _SEMITONES[sign]):
            return None
    return degrees


def _altered(degree: str) -> tuple[int, int]:
    digits = degree.lstrip("#b")
    return int(digits), degree.count("#") - degree.count("b")


def _change(degrees: dict[int, int], how: str, degree: int, semitones: int) -> bool:
    """Adds a degree, takes it away or alters it; False where what is added is there, or what is taken away is not."""
    if how and (degree in degrees) != (how == "no"):
        return False
    if how == "no":
        del degrees[degree]
    elif how == "add":
        # Who adds a seventh means the minor one.
        degrees[degree] = semitones - (degree == 7)
    else:
        degrees[degree] = degrees.get(degree, 0) + semitones
    return True
