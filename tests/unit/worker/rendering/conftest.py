"""A synthesizer with the small SoundFont that pretty_midi brings along: tests need no download."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from worker.rendering.synthesizer import Synthesizer


@pytest.fixture(scope="session")
def soundfont() -> Path:
    return Path(str(files("pretty_midi") / "TimGM6mb.sf2"))


@pytest.fixture(scope="session")
def synthesizer(soundfont: Path) -> Synthesizer:
    return Synthesizer(soundfont)
