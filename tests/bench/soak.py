"""`make bench-soak`: 2,000 short pieces, and what the process holds in memory meanwhile."""

from __future__ import annotations

from pathlib import Path

from tests.bench.figures import report
from tests.bench.jobs import jobs

PIECES = 2000
EVERY = 25
# Until the threads and TensorFlow's pools have what they need.
SETTLED = 400
LENGTH_SECONDS = 5.0
PLOT = Path(__file__).parents[2] / "docs" / "images" / "soak.png"


def main() -> None:
    resident = []
    with jobs() as running:
        for done, _ in enumerate(running.at_once(range(PIECES), LENGTH_SECONDS), start=1):
            if done % EVERY == 0:
                resident.append(resident_mebibytes())
    settled = resident[SETTLED // EVERY - 1 :]
    middle = settled[0]
    change = max(abs(value - middle) for value in settled) / middle * 100
    report(f"change of resident memory, pieces {SETTLED} to {PIECES}", change, "%", "<= 3", mebibytes=resident[-1])
    plot(resident)


def resident_mebibytes() -> float:
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line)
    return int(status["VmRSS"].split()[0]) / 1024


def plot(resident: list[float]) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 3.5), layout="constrained")
    axes.plot([EVERY * (place + 1) for place in range(len(resident))], resident)
    axes.set(xlabel="pieces made", ylabel="resident, MiB", ylim=(0, 1.2 * max(resident)), xlim=(0, PIECES))
    axes.grid(alpha=0.3)
    figure.savefig(PLOT, dpi=100)


if __name__ == "__main__":
    main()
