"""What listeners ask for: types of the catalogue in turn, each for a length of its own."""

from __future__ import annotations

import itertools
import json
import random
import urllib.request
from collections.abc import Iterator
from typing import Any, Final

SHORT_SECONDS: Final = (10, 30)
LONG_SECONDS: Final = (30, 90)
BANDS: Final = frozenset({("rock", "full-band"), ("electronic", "full-track"), ("pop", "song")})

Type = tuple[str, str]
Body = dict[str, Any]


def types_of(url: str) -> list[Type]:
    """Style and type of all that the service offers."""
    with urllib.request.urlopen(f"{url}/api/v1/catalogue", timeout=10) as answer:
        styles = json.load(answer)["styles"]
    return [(style["slug"], type_["slug"]) for style in styles for type_ in style["types"]]


def alone(types: list[Type]) -> list[Type]:
    """Those in which one network plays."""
    return [type_ for type_ in types if type_ not in BANDS]


def requests(types: list[Type], seed: int, seconds: tuple[int, int] = SHORT_SECONDS) -> Iterator[Body]:
    """Without end: each type as often as the others, lengths evenly spread; the same seed asks for the same."""
    drawn = random.Random(seed)
    for style, type_ in itertools.chain.from_iterable(_shuffled(types, drawn) for _ in itertools.count()):
        length = drawn.randint(*seconds)
        yield {"style": style, "type": type_, "length_seconds": length, "seed": drawn.randrange(2**31)}


def piano(seed: int, length_seconds: float) -> Iterator[Body]:
    """Performances of one length without end, each another piece."""
    for place in itertools.count(seed):
        yield {"style": "piano", "type": "performance", "length_seconds": length_seconds, "seed": place}


def _shuffled(types: list[Type], drawn: random.Random) -> list[Type]:
    return drawn.sample(types, len(types))
