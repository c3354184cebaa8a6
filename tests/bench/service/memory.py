"""What the service's processes hold in memory over time."""

from __future__ import annotations

import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.bench.service.whole import Whole

SAMPLE_SECONDS: Final = 2.0
PLOT: Final = Path(__file__).parents[3] / "docs" / "images" / "overload.png"


@dataclass(slots=True)
class Memory:
    """MiB of each process by its name, every `SAMPLE_SECONDS`."""

    resident: list[dict[str, float]] = field(default_factory=list)

    @property
    def first(self) -> dict[str, int]:
        return {name: round(held) for name, held in self.resident[0].items()}

    @property
    def last(self) -> dict[str, int]:
        return {name: round(held) for name, held in self.resident[-1].items()}

    def growth(self, name: str) -> float:
        """From the second fifth of the time, when as many are under way as will be, to the last, as a share."""
        held = [sample[name] for sample in self.resident]
        fifth = max(1, len(held) // 5)
        return statistics.mean(held[-fifth:]) / statistics.mean(held[fifth : 2 * fifth]) - 1

    def plot(self) -> None:
        import matplotlib as mpl

        mpl.use("Agg")
        from matplotlib import pyplot

        figure, axes = pyplot.subplots(figsize=(8, 3.5), layout="constrained")
        for name in self.resident[0]:
            held = [sample[name] for sample in self.resident]
            axes.plot([SAMPLE_SECONDS * place for place in range(len(held))], held, label=name)
        axes.set(xlabel="seconds at twice the capacity", ylabel="resident, MiB", ylim=(0, None))
        axes.grid(alpha=0.3)
        axes.legend(ncols=len(self.resident[0]), frameon=False)
        figure.savefig(PLOT, dpi=100)


@contextmanager
def watched(whole: Whole) -> Iterator[Memory]:
    """Looks from a thread for as long as the block lasts."""
    memory, stop = Memory(), threading.Event()

    def look() -> None:
        while not stop.wait(SAMPLE_SECONDS):
            memory.resident.append(whole.resident_mebibytes())

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield memory
    finally:
        stop.set()
        thread.join()
