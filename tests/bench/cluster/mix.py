"""What is asked for: kinds of pieces, each with its share, of lengths and densities that are equally likely."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final

from tests.bench.cluster.costs import PIECES, Costs

Weight = float

# A band's parts are networks of their own.
SHARES: Final[dict[tuple[str, ...], Weight]] = {
    ("piano_performance",): 0.4,
    ("drums_groove",): 0.2,
    ("folk_tune",): 0.2,
    ("classical_chorale",): 0.1,
    ("rock_drums", "rock_bass", "rock_lead"): 0.1,
}
LENGTHS_SECONDS: Final = (10.0, 15.0, 20.0, 25.0, 30.0)
NETWORKS: Final = tuple(dict.fromkeys(itertools.chain.from_iterable(SHARES)))


@dataclass(frozen=True, slots=True)
class Piece:
    """A kind, a length and a density, as the engine sees it.

    Attributes:
        share: Of all pieces that are asked for, from 0 to 1.
        calls: How many of each network of its parts.
    """

    networks: tuple[str, ...]
    length_seconds: float
    share: Weight
    calls: dict[str, int]

    @property
    def longest(self) -> int:
        """Calls of the part that ends last."""
        return max(self.calls.values())


def pieces(costs: Costs, shares: dict[tuple[str, ...], Weight] = SHARES) -> list[Piece]:
    """All that is asked for; shares add up to 1."""
    return [
        Piece(networks, length, share / len(LENGTHS_SECONDS) / PIECES, _calls(costs, networks, length, piece))
        for networks, share in shares.items()
        for length in LENGTHS_SECONDS
        for piece in range(PIECES)
    ]


def _calls(costs: Costs, networks: tuple[str, ...], length_seconds: float, piece: int) -> dict[str, int]:
    return {name: costs.networks[name].calls(length_seconds, piece) for name in networks}
