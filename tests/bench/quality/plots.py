"""Pictures of what was composed beside what was held out, one a style."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from tests.bench.quality.likeness import FEATURES
from tests.bench.quality.measured import Likeness, Measured

IMAGES: Final = Path(__file__).parents[3] / "docs" / "images"


def write_plots(found: Sequence[Measured], images: Path = IMAGES) -> list[Path]:
    """A picture of each style: a row for each part of each type, a column for each feature."""
    styles = dict.fromkeys(measured.style for measured in found)
    return [_plot(list(_rows(found, style)), images / f"quality-{style}.png") for style in styles]


def _rows(found: Sequence[Measured], style: str) -> Iterator[tuple[str, dict[str, Likeness]]]:
    for measured in found:
        if measured.style == style:
            for part in dict.fromkeys(likeness.part for likeness in measured.likenesses):
                own = {like.feature.name: like for like in measured.likenesses if like.part == part}
                yield f"{measured.type.partition('/')[2]}\n{part}", own


def _plot(rows: list[tuple[str, dict[str, Likeness]]], path: Path) -> Path:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    size = (2 * len(FEATURES), 1.3 * len(rows) + 0.6)
    figure, axes = pyplot.subplots(len(rows), len(FEATURES), figsize=size, squeeze=False, layout="constrained")
    for (label, likenesses), line in zip(rows, axes, strict=True):
        line[0].set_ylabel(label, fontsize="small")
        for feature, cell in zip(FEATURES, line, strict=True):
            cell.set(xticks=[], yticks=[])
            if feature.name in likenesses:
                _draw(cell, likenesses[feature.name])
    for feature, cell in zip(FEATURES, axes[0], strict=True):
        cell.set_title(feature.name, fontsize="small")
    figure.legend(*_legend(axes), loc="outside lower center", ncols=2, fontsize="small", frameon=False)
    figure.savefig(path, dpi=72)
    pyplot.close(figure)
    return path


def _draw(cell: Any, likeness: Likeness) -> None:
    """Bins are as wide as each other, whatever they hold."""
    edges = np.arange(len(likeness.test) + 1)
    cell.stairs(likeness.test, edges, fill=True, color="0.8", label="held out")
    cell.stairs(likeness.composed, edges, color="C0", label="composed")


def _legend(axes: Any) -> tuple[list[Any], list[str]]:
    handles, labels = next(cell.get_legend_handles_labels() for cell in axes.flat if cell.has_data())
    return handles, labels
