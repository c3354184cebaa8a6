"""How much one caller may ask for in a while."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MAX_AMOUNT: Final = 1_000_000
MAX_WINDOW_SECONDS: Final = 24 * 3600
# Many people may share a network, so it gets this many times what a single address gets.
NETWORK_FACTOR: Final = 8


@dataclass(frozen=True, slots=True)
class Quota:
    """A token bucket: `amount` at once, which comes back evenly over `window_seconds`."""

    amount: int
    window_seconds: int

    @property
    def interval_seconds(self) -> float:
        """How long one piece of the amount takes to come back."""
        return self.window_seconds / self.amount

    def for_network(self) -> Quota:
        return Quota(self.amount * NETWORK_FACTOR, self.window_seconds)


def parse_quota(text: str) -> Quota:
    """From "60/60".

    Raises:
        ValueError: What is allowed.
    """
    found = re.fullmatch(r"([0-9]{1,7})/([0-9]{1,5})", text)
    quota = Quota(*map(int, found.groups())) if found else Quota(0, 0)
    if not (1 <= quota.amount <= MAX_AMOUNT and 1 <= quota.window_seconds <= MAX_WINDOW_SECONDS):
        raise ValueError(f"amount/seconds, such as 60/60: 1 to {MAX_AMOUNT} in 1 to {MAX_WINDOW_SECONDS} seconds")
    return quota
