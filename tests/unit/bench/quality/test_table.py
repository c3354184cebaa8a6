from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.bench.quality.likeness import FEATURES
from tests.bench.quality.measured import Figure, Likeness, Measured
from tests.bench.quality.plots import write_plots
from tests.bench.quality.table import BEGIN, END, write_tables

LENGTHS = next(feature for feature in FEATURES if feature.name == "note length")
HALVES, FIRST = np.array([0.5, 0.5]), np.array([1.0, 0.0])
FOUND = Measured(
    "folk/tune",
    [Likeness("violin", LENGTHS, FIRST, HALVES, usual=1.0)],
    [Figure("stuck or silent", 0.0, "of the pieces", "<= 0.01", {"corpus": 0.02})],
)


def test_a_page_says_what_was_found_between_its_markers(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}old\n{END}after\n")
    write_tables([FOUND], 50, page)
    write_tables([FOUND], 50, page)
    text = page.read_text()
    assert text.startswith(f"before\n{BEGIN}")
    assert text.endswith(f"{END}after\n")
    assert text.count("| folk/tune | violin |") == 1
    assert "| folk/tune | stuck or silent | 0.00 of the pieces | <= 0.01 | corpus 0.02 |" in text
    assert "(images/quality-folk.png)" in text
    assert "old" not in text


def test_what_misses_its_target_is_bold(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text(f"{BEGIN}{END}")
    write_tables([FOUND], 50, page)
    assert "**0.50**" in page.read_text()


def test_likeness_is_a_share_of_what_the_corpus_comes_to_itself():
    assert Likeness("violin", LENGTHS, FIRST, HALVES, usual=0.5).value == 1


def test_there_is_a_picture_of_each_style(tmp_path: Path):
    (path,) = write_plots([FOUND], tmp_path)
    assert path.name == "quality-folk.png"
    assert path.read_bytes().startswith(b"\x89PNG")
