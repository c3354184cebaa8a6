"""`make bench-same`: 200 pieces alone, then again each among 63 strangers; how many have the same bytes."""

from __future__ import annotations

import random

from tests.bench.figures import report
from tests.bench.jobs import Jobs, jobs

PIECES = 200
STRANGERS = 63
LENGTH_SECONDS = 10.0
FIRST_STRANGER = 1_000_000


def main() -> None:
    with jobs() as running:
        alone = {seed: running.midi(seed, LENGTH_SECONDS) for seed in range(PIECES)}
        crowded = _among_strangers(running)
    equal = sum(crowded[seed] == midi for seed, midi in alone.items())
    report("pieces whose bytes are the same alone and among 63 strangers", equal, f"of {PIECES}", f">= {PIECES}")


def _among_strangers(running: Jobs) -> dict[int, bytes]:
    """All 64 rows are always taken: 63 strangers before and after, and between the 200."""
    strangers = range(FIRST_STRANGER, FIRST_STRANGER + PIECES + 2 * STRANGERS)
    between = [*range(PIECES), *strangers[2 * STRANGERS :]]
    random.Random(0).shuffle(between)
    seeds = [*strangers[:STRANGERS], *between, *strangers[STRANGERS : 2 * STRANGERS]]
    return dict(zip(seeds, running.at_once(seeds, LENGTH_SECONDS), strict=True))


if __name__ == "__main__":
    main()
