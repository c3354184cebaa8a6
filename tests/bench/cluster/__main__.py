"""`make bench-cluster`: simulated days; `check` holds the simulator beside real workers, `measure` has costs."""

from __future__ import annotations

import os
import sys

USAGE = "usage: python -m tests.bench.cluster [check [1|2] | measure]"


def main(*arguments: str) -> None:
    match arguments:
        case ():
            _simulate()
        case ("check",):
            _check(1, 2)
        case ("check", number) if number in {"1", "2"}:
            _check(int(number))
        case ("measure",):
            from tests.bench.cluster import measure

            measure.main()
        case _:
            sys.exit(USAGE)


def _simulate() -> None:
    from tests.bench.cluster.day import days
    from tests.bench.cluster.plots import write_plots

    found = list(days())
    if os.environ.get("WRITE"):
        write_plots(found)


def _check(*workers: int) -> None:
    from tests.bench.cluster.check import check

    for count in workers:
        check(count)


if __name__ == "__main__":
    main(*sys.argv[1:])
