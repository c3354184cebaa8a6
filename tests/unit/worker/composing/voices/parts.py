"""Parts for tests."""

from __future__ import annotations

from typing import Any

from worker.composing.voices import Voice
from worker.composing.voices.of_config import voice_of
from worker.contract.part_spec import Conditioning, ModelRef, PartSpec, Primer, Sampling
from worker.encodings.configs import config_of


def voice(
    config_id: str,
    primer: Primer | None = None,
    seconds: float = 10.0,
    qpm: float = 120.0,
    sampling: Sampling | None = None,
    **conditioning: Any,
) -> Voice:
    """The voice of a part that begins with `primer` and plays over the given conditions."""
    part = PartSpec(
        role="part",
        model=ModelRef("model", 1, ""),
        program=0,
        is_drum=False,
        sampling=sampling or Sampling(),
        primer=primer or Primer(),
        conditioning=Conditioning(**conditioning),
    )
    return voice_of(config_of(config_id), part, seconds, qpm)


def feed(voice: Voice, *classes: int) -> None:
    for index in classes:
        voice.feed((index,))
