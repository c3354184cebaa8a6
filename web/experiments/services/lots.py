"""What chance gives a listener: always the same, and another listener something else."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from web.experiments.letters import FIRST

if TYPE_CHECKING:
    from web.experiments.models import Experiment


def lot(what: str, listener: str) -> str:
    """64 bits as 16 hexadecimal digits, from which the listener cannot be found."""
    return blake2b(f"{what} {listener}".encode(), digest_size=8).hexdigest()


def lot_in(experiment: Experiment, listener: str) -> str:
    return lot(f"experiment {experiment.pk}", listener)


def drawn_letter(experiment: Experiment, listener: str) -> str:
    """Which version the listener hears for as long as the experiment runs."""
    percent = int(lot_in(experiment, listener), 16) % 100
    for letter, arm in experiment.lettered.items():
        if letter != FIRST:
            percent -= arm.share_percent
            if percent < 0:
                return letter
    return FIRST
