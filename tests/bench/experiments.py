"""`make bench-experiments`: how often simulated experiments say what is not so, and how often what is."""

from __future__ import annotations

from typing import Final

from tests.bench.figures import report
from tests.unit.web.experiments.simulated import WEIGHTS, WORSE, ever_better, ever_found

EXPERIMENTS: Final = 400
RATINGS: Final = 400


def main() -> None:
    alike = sum(ever_found(seed, RATINGS, WEIGHTS, WEIGHTS, WEIGHTS) for seed in range(EXPERIMENTS))
    report(
        "experiments of three equal versions said to differ", alike / EXPERIMENTS, "share", "<= 0.05", ratings=RATINGS
    )
    _found("B", "two versions", ">= 0.9", WORSE, WEIGHTS)
    _found("C", "three versions, one better", "", WORSE, WORSE, WEIGHTS)


def _found(better: str, of: str, target: str, *weights: tuple[int, ...]) -> None:
    found = sum(ever_better(seed, RATINGS, *weights) == better for seed in range(EXPERIMENTS))
    report(f"half a star found, {of}", found / EXPERIMENTS, "share", target, ratings=RATINGS)


if __name__ == "__main__":
    main()
