"""Magenta's configs by their ids, as a bundle names them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from worker.encodings import Encoding, PieceDecoder
from worker.encodings.drums import DrumKitEncoding
from worker.encodings.drums_decoder import DrumKitDecoder
from worker.encodings.performance import PerformanceEncoding
from worker.encodings.performance_decoder import PerformanceDecoder
from worker.encodings.primers import Primer, drum_primer, performance_primer

_PERFORMANCE = PerformanceEncoding()


class UnknownConfig(ValueError):
    """No network of that config can be built or read."""


@dataclass(frozen=True, slots=True)
class Config:
    """What a config id fixes.

    Attributes:
        attn_length: How many outputs attention looks back on; no tensor's shape tells it.
        decoder: From a length in seconds and a tempo in quarters per minute.
        primer: From the pitches to start with.
    """

    id: str
    description: str
    encoding: Encoding
    attn_length: int
    decoder: Callable[[float, float], PieceDecoder]
    primer: Callable[[tuple[int, ...]], Primer]


CONFIGS: Final = {
    config.id: config
    for config in (
        Config(
            "performance_with_dynamics",
            "Performance RNN with dynamics",
            _PERFORMANCE,
            0,
            lambda length_seconds, _qpm: PerformanceDecoder(_PERFORMANCE, length_seconds),
            performance_primer,
        ),
        Config(
            "drum_kit",
            "Drums RNN with multiple drums and binary counters",
            DrumKitEncoding(),
            32,
            DrumKitDecoder,
            drum_primer,
        ),
    )
}


def config_of(config_id: str) -> Config:
    """The config of that id.

    Raises:
        UnknownConfig: Cadenza has no such; the message names those it has.
    """
    if config_id not in CONFIGS:
        raise UnknownConfig(f"no config {config_id!r}; there are: {', '.join(CONFIGS)}")
    return CONFIGS[config_id]
