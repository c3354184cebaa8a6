"""The small SoundFont that pretty_midi brings along: tests need no download."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from worker.rendering.soundfont import SoundFont


@pytest.fixture(scope="session")
def soundfont_path() -> Path:
    return Path(str(files("pretty_midi") / "TimGM6mb.sf2"))


@pytest.fixture(scope="session")
def soundfont(soundfont_path: Path) -> SoundFont:
    return SoundFont(soundfont_path)
