"""The tables in `docs/quality.md`, written between their markers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.bench.figures import holds
from tests.bench.quality.likeness import FEATURES
from tests.bench.quality.measured import LIKENESS, Figure, Measured

PAGE: Final = Path(__file__).parents[3] / "docs" / "quality.md"
BEGIN: Final = "<!-- What follows is written by make quality. -->\n"
END: Final = "<!-- Up to here. -->\n"


def write_tables(found: Sequence[Measured], pieces: int, page: Path = PAGE) -> None:
    """Replaces what stands between the markers of `page`; what misses its target is bold."""
    before, rest = page.read_text().split(BEGIN)
    after = rest.split(END)[1]
    tables = "\n".join(
        (
            f"{pieces} pieces of 30 s of each type.\n",
            *_likenesses(found),
            "",
            *_figures(found),
            "",
            *_pictures(found),
            "",
        )
    )
    page.write_text(f"{before}{BEGIN}\n{tables}\n{END}{after}")


def _likenesses(found: Sequence[Measured]) -> Iterator[str]:
    names = [feature.name for feature in FEATURES]
    yield _row("likeness", "part", *names)
    yield _row(*["---"] * (len(names) + 2))
    for measured in found:
        for part in dict.fromkeys(likeness.part for likeness in measured.likenesses):
            values = {like.feature.name: like.value for like in measured.likenesses if like.part == part}
            yield _row(measured.type, part, *(_cell(values.get(name), LIKENESS) for name in names))


def _figures(found: Sequence[Measured]) -> Iterator[str]:
    yield _row("type", "figure", "value", "wanted", "beside it")
    yield _row(*["---"] * 5)
    for measured in found:
        yield from (_figure_row(measured.type, figure) for figure in measured.figures)


def _pictures(found: Sequence[Measured]) -> Iterator[str]:
    for style in dict.fromkeys(measured.style for measured in found):
        yield f"![{style}: each feature of each part, composed and held out](images/quality-{style}.png)"


def _figure_row(type_: str, figure: Figure) -> str:
    beside = ", ".join(f"{name} {value}" for name, value in figure.more.items())
    value = f"{_cell(figure.value, figure.target)} {figure.unit}"
    return _row(type_, figure.name, value, figure.target, beside)


def _cell(value: float | None, target: str) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if holds(value, target) else f"**{value:.2f}**"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
